import { createRequire } from 'node:module';
import proto from '@temporalio/proto';

type History = proto.temporal.api.history.v1.IHistory;

/** The part of protobufjs/ext/protojson that is used here. */
interface ProtoJson {
  toJson(type: unknown, message: unknown): unknown;
  fromJson(type: unknown, json: unknown, options: { ignoreUnknownFields: boolean }): unknown;
}

// The SDK's own historyToJSON refuses its types where npm gave @temporalio/common and @temporalio/proto a copy of
// protobufjs each ("type must be a Type"): the copy that made the types is the one to ask.
const requireOfProto = createRequire(createRequire(import.meta.url).resolve('@temporalio/proto'));
const protoJson = requireOfProto('protobufjs/ext/protojson.js') as ProtoJson;
const historyType = proto.temporal.api.history.v1.History;

/** A history as protobuf JSON, the form of `temporal workflow show --output json`: its events. */
export function historyEvents(history: History): unknown[] {
  const json = protoJson.toJson(historyType, historyType.fromObject(history)) as { events: unknown[] };
  return json.events;
}

/** A history from protobuf JSON; fields of a newer server are passed over. Throws when it is none. */
export function historyFromJson(json: unknown): History {
  return protoJson.fromJson(historyType, json, { ignoreUnknownFields: true }) as History;
}
