import { afterEach, beforeEach, vi } from 'vitest';

/** What each test of the file or the `describe` that calls this writes to standard output and error, instead of there. */
export function captured(): { stdout: string; stderr: string } {
  const said = { stdout: '', stderr: '' };
  beforeEach(() => {
    for (const name of ['stdout', 'stderr'] as const) {
      said[name] = '';
      vi.spyOn(process[name], 'write').mockImplementation((text) => {
        said[name] += text;
        return true;
      });
    }
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
  return said;
}
