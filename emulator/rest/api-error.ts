/** Twilio's error codes that the API answers with, their HTTP status and message. */
const ERRORS: Readonly<{ [code: number]: readonly [status: number, message: string] }> = {
  20001: [400, 'Bad request'],
  20003: [401, 'Authenticate'],
  20004: [405, 'Method not allowed'],
  20404: [404, 'The requested resource was not found'],
  20429: [429, 'Too Many Requests'],
  20500: [500, 'An internal server error has occurred'],
  21200: [400, 'Call request is not valid'],
  21201: [400, "No 'To' number is specified"],
  21205: [400, 'Url is not a valid URL'],
  21209: [400, 'Method is not valid: GET or POST'],
  21210: [400, 'The source phone number provided is not yet verified for your account'],
  21211: [400, 'The phone number you are attempting to call is not valid'],
  21212: [400, 'The source phone number provided is not valid'],
  21213: [400, "A 'From' phone number is required"],
  21214: [400, 'The phone number you are attempting to call cannot be reached'],
  21215: [400, 'Account not authorized to call this number: geographic permission'],
  21216: [400, 'Account not allowed to call this number: blocked'],
  21217: [400, 'Phone number does not appear to be valid'],
  21218: [400, 'ApplicationSid is not imitated by this emulator'],
  21219: [400, 'The number is unverified; trial accounts may only call verified numbers'],
  21220: [400, 'Call is not in-progress. Cannot redirect.'],
  21421: [400, 'PhoneNumber is invalid'],
  21422: [400, 'PhoneNumber is not available'],
  21451: [400, 'Invalid area code'],
  21452: [400, 'No phone numbers found in area code'],
  21602: [400, 'Message body is required'],
  21603: [400, "A 'From' phone number is required"],
  21604: [400, "A 'To' phone number is required"],
  21610: [400, 'Attempt to send to unsubscribed recipient'],
  22005: [400, 'The request cannot be carried out'],
};

/** A request is refused with one of Twilio's codes. An unknown code answers with status 400. */
export class ApiError extends Error {
  readonly code: number;
  readonly status: number;
  constructor(code: number, message?: string) {
    super(message ?? ERRORS[code]?.[1] ?? 'Bad request');
    this.code = code;
    this.status = ERRORS[code]?.[0] ?? 400;
  }

  /** The body as Twilio writes it. */
  body(): { code: number; message: string; more_info: string; status: number } {
    const { code, message, status } = this;
    return { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status };
  }
}
