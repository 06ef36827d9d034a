import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { apiAdapters, createOptionalRedis } from '../runtime/compose-api.ts';
import { composeMail } from '../runtime/compose-mail.ts';
import { readConfig } from '../runtime/config.ts';
import { layFoundation } from '../runtime/foundation.ts';
import { createLogger } from '../runtime/logger.ts';
import { withoutSlash } from '../runtime/dialing-deps.ts';
import { createObjectStore } from '../runtime/object-store.ts';
import { type RunningProcess, runProcess } from '../runtime/run-process.ts';
import { startTelemetry } from '../runtime/telemetry.ts';
import { createApp } from './app.ts';
import { composeApi } from './compose.ts';
import { createApiServer } from './http/api-server.ts';

await runProcess('api', startApi);

/** Starts the HTTP process; closing it refuses new connections, finishes requests under way and lets everything go. */
async function startApi(): Promise<RunningProcess> {
  const config = readConfig(process.env);
  const logger = createLogger('api', config.LOG_LEVEL);
  const foundation = await layFoundation('api', config, logger);
  const redis = createOptionalRedis(config.REDIS_URL);
  const state = { isDraining: false };
  const deps = composeApi({
    ...apiAdapters(foundation, config.PROVIDER_BASE_URLS, config.DEVELOPMENT_HOSTS),
    settings: {
      publicUrl: withoutSlash(config.PUBLIC_URL),
      fallbackUrl: withoutSlash(config.FALLBACK_URL),
      dataDir: config.DATA_DIR,
      corsOrigins: config.CORS_ORIGINS,
      trustedProxies: config.TRUSTED_PROXIES,
      isRegistrationOpen: config.REGISTRATION === 'open',
      codec: { uiOrigin: config.TEMPORAL_UI_ORIGIN, code: config.CODEC_ENDPOINT_CODE },
      traceSampleRatio: config.TRACES_SAMPLE_RATIO,
      checkReplies: false,
    },
    accessTokenKey: Buffer.from(config.ACCESS_TOKEN_KEY, 'base64'),
    previousAccessTokenKey: config.ACCESS_TOKEN_KEY_PREVIOUS
      ? Buffer.from(config.ACCESS_TOKEN_KEY_PREVIOUS, 'base64')
      : undefined,
    mail: composeMail(foundation),
    logger,
    clock: foundation.clock,
    pool: foundation.pool,
    temporal: foundation.temporal,
    metrics: foundation.metrics,
    redis,
    objects: createObjectStore(foundation),
    requestLimit: { requests: config.API_REQUESTS_PER_MINUTE, windowSeconds: 60 },
    isDraining: () => state.isDraining,
  });
  const server = createApiServer(createApp(deps), deps.settings.publicUrl);
  server.listen(config.API_PORT, config.API_HOST);
  await once(server, 'listening');
  const telemetry = await startTelemetry(foundation, { name: 'api' });
  return {
    url: urlOf(server, config.API_HOST),
    logger,
    async close() {
      state.isDraining = true;
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      await closed;
      await deps.background.settled();
      redis.disconnect();
      await telemetry.close();
      await foundation.close();
    },
  };
}

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  return `http://${host}:${port}`;
}
