import type { CarrierPort, CarrierRegistry } from '../../domain/call/carrier.port.ts';
import type { CustomerHttp } from '../customer-http/customer-http.ts';
import { asRequest } from './span.ts';

/** Carrier accounts whose requests are spans of what caused them. */
export function traceCarriers(registry: CarrierRegistry): CarrierRegistry {
  const ports = new WeakMap<CarrierPort, CarrierPort>();
  return {
    forAccount(account) {
      const port = registry.forAccount(account);
      const traced = ports.get(port) ?? tracePort(port, account.provider);
      ports.set(port, traced);
      return traced;
    },
  };
}

function tracePort(port: CarrierPort, provider: string): CarrierPort {
  const ask = <T extends { kind: string }>(what: string, work: () => Promise<T>) =>
    asRequest(
      `carrier ${what}`,
      { 'evercall.provider': provider },
      work,
      ({ kind }) => kind === 'ambiguous' || kind === 'not_sent' || kind === 'unavailable',
    );
  return {
    createCall: (request, hooks) => ask('createCall', () => port.createCall(request, hooks)),
    fetchCall: (callId) => ask('fetchCall', () => port.fetchCall(callId)),
    listCalls: (query) => ask('listCalls', () => port.listCalls(query)),
    endCall: (callId) => ask('endCall', () => port.endCall(callId)),
    redirectCall: (callId, url) => ask('redirectCall', () => port.redirectCall(callId, url)),
  };
}

/** Customers' servers whose requests are spans; their addresses are the customers' own and stay out of them. */
export function traceCustomers(http: CustomerHttp): CustomerHttp {
  return {
    send: (request) =>
      asRequest(
        `customer ${request.method}`,
        {},
        () => http.send(request),
        ({ kind }) => kind !== 'answered',
      ),
  };
}
