import type { PathEntry, Scalar } from '../../contracts/call-instructions.ts';
import type { IvrCase } from '../../contracts/ivr-suite.schema.ts';
import type { FlowGraph, PublishedFlow } from './graph.types.ts';
import { runTest, type TestRun } from './test-run.ts';

/** A case with its run; `misses` are sentences about what was not as expected, none = passed. */
export interface SuiteCase {
  name: string;
  run: TestRun;
  misses: string[];
}

/** What a suite has shown, and the nodes and edges of the flow that no case has come to. */
export interface SuiteResult {
  passed: boolean;
  cases: SuiteCase[];
  uncoveredNodes: string[];
  uncoveredEdges: { node: string; outlet: string }[];
}

/** The nodes of a path in the order of their visits. */
export function visitedNodes(path: readonly PathEntry[]): string[] {
  const visits = path.filter((entry, index) => {
    const before = path[index - 1];
    return before === undefined || before.node !== entry.node || before.visit !== entry.visit;
  });
  return visits.map(({ node }) => node);
}

function miss(what: string, wanted: unknown, got: unknown): string[] {
  const [expected, actual] = [JSON.stringify(wanted), JSON.stringify(got)];
  return expected === actual ? [] : [`The ${what} is ${actual}, not ${expected}.`];
}

function missesOf({ expect }: IvrCase, run: TestRun): string[] {
  const optOut = run.effects.find((effect) => effect.type === 'opt_out')?.scope ?? null;
  const values = Object.entries(expect.variables ?? {}).flatMap(([name, wanted]: [string, Scalar]) =>
    miss(`variable ${name}`, wanted, run.variables[name] ?? null),
  );
  return [
    ...(run.failed ? [`The call failed: ${run.failed.code} at ${run.failed.nodeId ?? 'the start'}.`] : []),
    ...(expect.disposition === undefined ? [] : miss('disposition', expect.disposition, run.disposition)),
    ...(expect.optOut === undefined ? [] : miss('opt-out', expect.optOut, optOut)),
    ...(expect.path === undefined ? [] : miss('path', expect.path, visitedNodes(run.path))),
    ...values,
  ];
}

function uncovered(graph: FlowGraph, runs: readonly TestRun[]) {
  const entries = runs.flatMap(({ path }) => path);
  const nodes = new Set(entries.map(({ node }) => node));
  const edges = new Set(entries.map(({ node, outlet }) => JSON.stringify([node, outlet])));
  const drawn = Object.entries(graph.nodes).flatMap(([node, { outlets }]) =>
    Object.keys(outlets).map((outlet) => ({ node, outlet })),
  );
  return {
    uncoveredNodes: Object.keys(graph.nodes).filter((node) => !nodes.has(node)),
    uncoveredEdges: drawn.filter(({ node, outlet }) => !edges.has(JSON.stringify([node, outlet]))),
  };
}

/** Runs one case and compares it with what is expected. Pure. */
export function runCase(flow: PublishedFlow, scripted: IvrCase): SuiteCase {
  const run = runTest(flow, scripted);
  return { name: scripted.name, run, misses: missesOf(scripted, run) };
}

/** What the cases of a suite have shown together, and what of the flow they leave uncovered. Pure. */
export function suiteResult(graph: FlowGraph, cases: SuiteCase[]): SuiteResult {
  const passed = cases.every(({ misses }) => misses.length === 0);
  const runs = cases.map(({ run }) => run);
  return { passed, cases, ...uncovered(graph, runs) };
}

/** Runs every case of a suite and says what they leave uncovered. Pure. */
export function runSuite(flow: PublishedFlow, cases: readonly IvrCase[]): SuiteResult {
  return suiteResult(
    flow.graph,
    cases.map((one) => runCase(flow, one)),
  );
}
