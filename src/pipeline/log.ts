/** Lines for collectors of logs: one JSON object each, with level, time and the figures as fields. */
import { pino } from 'pino';

export const LOG_FORMATS = ['text', 'json'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

export type LogFields = Readonly<Record<string, unknown>>;
export interface Log {
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
}

/** A log that hands every line to `write`, at once and in order. `quiet`: warnings only. */
export function openLog(write: (line: string) => void, { quiet = false } = {}): Log {
  return pino(
    {
      level: quiet ? 'warn' : 'info',
      // Names of levels: what collectors search by. Host and process id are what they know themselves.
      formatters: { level: (level) => ({ level }) },
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    { write },
  );
}
