import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDirectory } from '../layout.ts';
import { findOnPath, firstExecutable } from '../parts/executables.ts';
import type { Obtainable, Way } from './make-ready.ts';
import { runCommand } from './run-command.ts';
import { downloadBySdk } from './sdk-download.ts';

const VERSION = '1.38.0';

const project = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>evercall</groupId>
  <artifactId>temporal-test-server</artifactId>
  <version>${VERSION}</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>io.temporal</groupId>
      <artifactId>temporal-test-server</artifactId>
      <version>${VERSION}</version>
    </dependency>
    <!-- Keeps the server's logging library from a warning at every start. -->
    <dependency>
      <groupId>org.slf4j</groupId>
      <artifactId>slf4j-nop</artifactId>
      <version>1.7.36</version>
    </dependency>
  </dependencies>
</project>
`;

function directory(): string {
  return join(cacheDirectory(), 'temporal-test-server');
}

function mavenRunner(): string {
  return join(directory(), VERSION, 'temporal-test-server');
}

/** The time-skipping test server on this machine, a program that takes its port as first argument; undefined when there is none. */
export function findTestServer(): string | undefined {
  let downloaded: string[] = [];
  try {
    downloaded = readdirSync(join(directory(), 'sdk')).map((file) => join(directory(), 'sdk', file));
  } catch {
    // Nothing was downloaded yet.
  }
  const runner = findOnPath('java') === undefined ? undefined : firstExecutable([mavenRunner()]);
  return firstExecutable(downloaded.filter((file) => !file.includes('.download'))) ?? runner;
}

const downloadWay: Way = {
  name: "the Temporal SDK's own download",
  cannot: () => undefined,
  obtain: () => downloadBySdk('createTimeSkipping', join(directory(), 'sdk')),
};

const mavenWay: Way = {
  name: `Maven io.temporal:temporal-test-server:${VERSION}`,
  cannot() {
    if (findOnPath('java') === undefined) return 'there is no Java';
    return findOnPath('mvn') === undefined ? 'there is no Maven' : undefined;
  },
  async obtain() {
    mkdirSync(directory(), { recursive: true });
    const work = mkdtempSync(join(directory(), 'partial-'));
    try {
      writeFileSync(join(work, 'pom.xml'), project);
      const goal = ['-q', '-B', 'dependency:copy-dependencies', `-DoutputDirectory=${join(work, 'lib')}`];
      await runCommand('mvn', goal, { deadlineMs: 5 * 60_000, cwd: work });
      const script = `#!/bin/sh\nexec java -cp "$(dirname "$0")/lib/*" io.temporal.testserver.TestServer "$1"\n`;
      writeFileSync(join(work, 'temporal-test-server'), script, { mode: 0o755 });
      rmSync(join(directory(), VERSION), { recursive: true, force: true });
      renameSync(work, join(directory(), VERSION));
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  },
};

/** The time-skipping test server of Temporal's Java SDK: downloaded, else by Maven. Tests alone need it. */
export const testServerProgram: Obtainable = {
  name: 'temporal-test-server',
  title: 'The time-skipping test server',
  find: findTestServer,
  ways: [downloadWay, mavenWay],
  mend: 'sudo apt-get install default-jre-headless maven',
};
