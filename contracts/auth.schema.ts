import { z } from 'zod';
import { idSchema, instantSchema, languageSchema, zoneSchema } from './common.schema.ts';
import { lineSchema } from './line.schema.ts';

/** Roles, weakest first: each may do all that the one before may. */
export const ROLES = ['agent', 'supervisor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** A role of the ladder. */
export const roleSchema = z.enum(ROLES);

/** An e-mail address. */
export const emailSchema = z.email().max(254);

/**
 * A new password: 12 characters at least, and none of those that are guessed first, which the API refuses; anything
 * beyond that is the person's choice. Source: NIST SP 800-63B, 3.1.1.
 */
export const newPasswordSchema = z.string().min(12).max(1024).meta({
  description: 'At least 12 characters, and none of the passwords that many people have.',
  example: 'three-words-and-more',
});

const passwordSchema = z.string().min(1).max(1024);

/** A name that people call something by. */
export const nameSchema = lineSchema(200);

/** How a session is held: tokens in the answer, or HTTP-only cookies of a browser. */
const sessionKindSchema = z.enum(['api', 'web']).default('api').meta({
  description:
    '`api`: tokens in the answer. `web`: HTTP-only cookies; every change then needs `X-CSRF-Token`.',
});

/** Body of a login. `organization` is needed only where one e-mail address belongs to several. */
export const loginSchema = z
  .strictObject({
    email: emailSchema,
    password: passwordSchema,
    organization: z.string().max(100).optional().meta({ description: 'Reference of the organization.' }),
    session: sessionKindSchema,
    as: z.enum(['user', 'operator']).default('user').meta({
      description: '`operator`: who runs the installation; gets an access token and no session.',
    }),
  })
  .meta({ id: 'Login', example: { email: 'ada@example.com', password: 'three-words-and-more' } });

/** An access token in an answer. */
const bearerFields = {
  accessToken: z.string(),
  tokenType: z.literal('Bearer'),
  expiresInSeconds: z.int().positive().meta({ description: 'Life of the access token.' }),
};

/** What signing in gives: tokens, or for a browser the CSRF token of its cookies. */
export const sessionAnswerSchema = z
  .discriminatedUnion('session', [
    z.object({
      session: z.literal('api'),
      ...bearerFields,
      refreshToken: z.string().meta({ description: 'Works once; gives the next one.' }),
      sessionExpiresAt: instantSchema,
    }),
    z.object({
      session: z.literal('web'),
      csrfToken: z.string().meta({ description: 'Send it as `X-CSRF-Token` with every change.' }),
      expiresInSeconds: bearerFields.expiresInSeconds,
      sessionExpiresAt: instantSchema,
    }),
    z.object({ session: z.literal('operator'), ...bearerFields }),
  ])
  .meta({ id: 'SessionAnswer' });

/** Body of a refresh; a browser sends no token, since its cookie holds it. */
export const refreshSchema = z
  .strictObject({ refreshToken: z.string().max(200).optional() })
  .meta({ id: 'Refresh', example: { refreshToken: 'crt_…' } });

/** Body of a registration: a new organization with its first admin, or the account of an invitation. */
export const registerSchema = z
  .union([
    z
      .strictObject({
        organizationName: nameSchema,
        email: emailSchema,
        password: newPasswordSchema,
        displayName: nameSchema,
        zone: zoneSchema.default('UTC'),
        language: languageSchema.default('en'),
        session: sessionKindSchema,
      })
      .meta({ id: 'RegisterOrganization' }),
    z
      .strictObject({
        invitationToken: z.string().max(200),
        password: newPasswordSchema,
        displayName: nameSchema,
        session: sessionKindSchema,
      })
      .meta({ id: 'AcceptInvitation' }),
  ])
  .meta({
    id: 'Register',
    example: {
      organizationName: 'Riverside Clinic',
      email: 'ada@example.com',
      password: 'three-words-and-more',
      displayName: 'Ada Example',
    },
  });

/** Body of a request for a mail that resets a password. */
export const forgotPasswordSchema = z
  .strictObject({ email: emailSchema })
  .meta({ id: 'ForgotPassword', example: { email: 'ada@example.com' } });

/** Body of a reset by the mailed token. */
export const resetPasswordSchema = z
  .strictObject({ token: z.string().max(200), password: newPasswordSchema })
  .meta({ id: 'ResetPassword' });

/** Body of the confirmation of an address by the mailed token. */
export const confirmEmailSchema = z.strictObject({ token: z.string().max(200) }).meta({ id: 'ConfirmEmail' });

/** Body of a change of one's own password. */
export const changePasswordSchema = z
  .strictObject({ currentPassword: passwordSchema, newPassword: newPasswordSchema })
  .meta({ id: 'ChangePassword' });

/** The signed-in person. */
export const meSchema = z
  .object({
    id: idSchema,
    email: z.string(),
    displayName: z.string(),
    role: roleSchema,
    language: languageSchema,
    sessionId: idSchema,
    organization: z.object({ id: idSchema, ref: z.string(), name: z.string() }),
  })
  .meta({ id: 'Me' });
