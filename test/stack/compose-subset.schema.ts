const text = { type: 'string', minLength: 1 };
const words = { type: 'array', items: { type: 'string' }, minItems: 1 };
const variables = { type: 'object', additionalProperties: { type: 'string' } };
const duration = { type: 'string', pattern: '^(\\d+(us|ms|s|m|h))+$' };

const conditions = ['service_started', 'service_healthy', 'service_completed_successfully'];
const dependency = {
  type: 'object',
  required: ['condition'],
  additionalProperties: false,
  properties: { condition: { enum: conditions } },
};

const service = {
  type: 'object',
  required: ['image'],
  additionalProperties: false,
  properties: {
    image: { type: 'string', pattern: '^[a-z0-9./-]+(:[\\w.-]+)?$' },
    build: {
      type: 'object',
      required: ['context', 'dockerfile'],
      additionalProperties: false,
      properties: { context: text, dockerfile: text },
    },
    command: words,
    environment: variables,
    restart: { enum: ['no', 'always', 'unless-stopped', 'on-failure'] },
    init: { type: 'boolean' },
    shm_size: { type: 'string', pattern: '^\\d+[kmg]b$' },
    stop_signal: { type: 'string', pattern: '^SIG[A-Z]+$' },
    stop_grace_period: duration,
    profiles: { type: 'array', items: { type: 'string', pattern: '^[a-z]+$' } },
    ports: { type: 'array', items: { type: 'string', pattern: '^127\\.0\\.0\\.1:\\d+:\\d+$' } },
    volumes: { type: 'array', items: { type: 'string', pattern: '^[\\w./-]+:/[\\w./-]+(:ro)?$' } },
    depends_on: { oneOf: [words, { type: 'object', additionalProperties: dependency }] },
    deploy: {
      type: 'object',
      additionalProperties: false,
      properties: { replicas: { type: 'integer', minimum: 1 } },
    },
    healthcheck: {
      type: 'object',
      required: ['test', 'interval', 'timeout', 'retries'],
      additionalProperties: false,
      properties: {
        test: { type: 'array', items: { type: 'string' }, prefixItems: [{ enum: ['CMD', 'CMD-SHELL'] }] },
        interval: duration,
        timeout: duration,
        retries: { type: 'integer', minimum: 1 },
      },
    },
  },
};

/**
 * The part of the Compose Specification that docker-compose.yml uses, and stricter than it: unknown keys, ports open
 * to other hosts and images without a tag of their own are faults. Source: Compose Specification, "Compose file reference".
 */
export const composeSubsetSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  required: ['name', 'services', 'volumes'],
  additionalProperties: false,
  patternProperties: { '^x-': {} },
  properties: {
    name: { type: 'string', pattern: '^[a-z0-9][a-z0-9_-]*$' },
    services: { type: 'object', patternProperties: { '^[a-z-]+$': service }, additionalProperties: false },
    volumes: { type: 'object', additionalProperties: { type: 'object', maxProperties: 0 } },
  },
};
