import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** An answer of the API that is not a success: its problem+json. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly problem: { code?: string; title?: string; errors?: unknown };

  constructor(status: number, problem: ApiProblem['problem']) {
    super(
      `${status} ${problem.code ?? ''} ${problem.title ?? ''} ${JSON.stringify(problem.errors ?? [])}`.trim(),
    );
    this.status = status;
    this.problem = problem;
  }
}

/** How long one request may take. */
const REQUEST_LIMIT_MS = 10_000;

/** The HTTP API as an integrator uses it. With `patienceMs` a request is repeated while the API is away or answers 503. */
export class ApiClient {
  private readonly baseUrl: string;
  private readonly patienceMs: number;
  private login: { email: string; password: string } | null = null;
  private token = '';

  constructor(baseUrl: string, patienceMs: number) {
    this.baseUrl = baseUrl;
    this.patienceMs = patienceMs;
  }

  /** Logs in; later requests log in again when their token has expired. */
  async logIn(email: string, password: string): Promise<void> {
    this.login = { email, password };
    const { accessToken } = await this.request<{ accessToken: string }>(
      'POST',
      '/api/v1/auth/login',
      this.login,
    );
    this.token = accessToken;
  }

  get<T>(path: string): Promise<T> {
    return this.request<T>('GET', path);
  }

  /** Creating requests carry an Idempotency-Key, so that repeating them is safe. */
  post<T>(path: string, body: unknown, idempotencyKey?: string): Promise<T> {
    return this.request<T>('POST', path, body, idempotencyKey);
  }

  patch<T>(path: string, body: unknown): Promise<T> {
    return this.request<T>('PATCH', path, body);
  }

  /** Writes over whatever is there. */
  put<T>(path: string, body: unknown): Promise<T> {
    return this.request<T>('PUT', path, body);
  }

  /** Uploads a CSV; the same file to the same list is the same import. */
  async importCsv<T>(file: string, fields: Record<string, string>): Promise<T> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', new Blob([await readFile(file)], { type: 'text/csv' }), basename(file));
    return this.request<T>('POST', '/api/v1/contacts/import', form);
  }

  private async request<T>(
    method: string,
    path: string,
    body?: unknown,
    idempotencyKey?: string,
  ): Promise<T> {
    const giveUpAtMs = performance.now() + this.patienceMs;
    for (;;) {
      const answer = await this.once<T>(method, path, body, idempotencyKey);
      if (answer.isDone) return answer.value;
      if (performance.now() > giveUpAtMs) throw answer.error;
      await delay(250);
    }
  }

  private async once<T>(
    method: string,
    path: string,
    body: unknown,
    idempotencyKey: string | undefined,
  ): Promise<{ isDone: true; value: T } | { isDone: false; error: unknown }> {
    const isForm = body instanceof FormData;
    const headers: Record<string, string> = { authorization: `Bearer ${this.token}` };
    if (body !== undefined && !isForm) headers['content-type'] = 'application/json';
    if (idempotencyKey !== undefined) headers['idempotency-key'] = idempotencyKey;
    if (method === 'PUT') headers['if-match'] = '*';
    let response: Response;
    try {
      response = await fetch(new URL(path, this.baseUrl), {
        method,
        headers,
        signal: AbortSignal.timeout(REQUEST_LIMIT_MS),
        ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
      });
    } catch (error) {
      return { isDone: false, error };
    }
    if (response.ok) return { isDone: true, value: (await response.json()) as T };
    const error = new ApiProblem(
      response.status,
      (await response.json().catch(() => ({}))) as ApiProblem['problem'],
    );
    if (response.status === 401 && this.login && !path.endsWith('/login')) {
      await this.logIn(this.login.email, this.login.password);
      return { isDone: false, error };
    }
    if (response.status >= 500 || response.status === 429 || error.problem.code === 'idempotency.in_flight')
      return { isDone: false, error };
    throw error;
  }
}
