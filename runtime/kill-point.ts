/** A named place where a test build may kill or hold the process (docs/guide/kill-points.md). */
export type KillPoint = (name: string) => void;

/**
 * Kill points of this process from `KILL=K5:3` (SIGKILL at the third hit) or `KILL=K5:3:SIGSTOP`; only when
 * `EVERCALL_TEST_BUILD=1`, else every kill point is free and does nothing.
 */
export function createKillPoint(env: NodeJS.ProcessEnv): KillPoint {
  const [name, nth = '1', signal = 'SIGKILL'] = (env.KILL ?? '').split(':');
  if (env.EVERCALL_TEST_BUILD !== '1' || !name) return () => {};
  let hits = 0;
  return (hit) => {
    if (hit !== name || ++hits !== Number(nth)) return;
    process.kill(process.pid, signal === 'SIGSTOP' ? 'SIGSTOP' : 'SIGKILL');
  };
}
