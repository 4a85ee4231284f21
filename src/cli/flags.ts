/** Flags that several commands share. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Columns, FORMATS, type Format, type Overrides, ROW_FIELDS } from '../index.js';

export const DEFAULT_PATHS = ['data'];
export const DEFAULT_OUT = 'out';
export type OutputFormat = 'parquet';

export interface AnalyzeFlags {
  out: string;
  config?: string;
  lexicon?: string[];
  by?: string[];
  targets?: string;
  speakers?: string;
  column?: Columns;
  inputFormat?: Format;
  jobs?: number;
  singleFile?: boolean;
  failOn?: 'alert';
  format?: OutputFormat;
}

export const collect = (value: string, before: string[] = []): string[] => [...before, value];

function mapColumn(value: string, before: Columns = {}): Columns {
  const [field, ...rest] = value.split('=');
  const name = rest.join('=');
  if (!ROW_FIELDS.includes(field as never) || name === '') {
    throw new InvalidArgumentError(`Write FIELD=COLUMN, where FIELD is one of ${ROW_FIELDS.join(', ')}.`);
  }
  return { ...before, [field!]: name };
}

export function wholeNumber(value: string): number {
  if (!/^[1-9]\d{0,2}$/u.test(value)) throw new InvalidArgumentError('Write a whole number from 1 on.');
  return Number(value);
}

/** CSV and HTML are always written. */
export const outputFormat = (): Option =>
  new Option('--format <format>', 'the tables in this format, too').choices(['parquet']);

/** Undefined leaves it to the settings. */
export const formatOf = ({ format }: { format?: OutputFormat }): { parquet?: true } =>
  format === 'parquet' ? { parquet: true } : {};

export const settingsOf = (flags: Partial<AnalyzeFlags>): Overrides => ({
  config: flags.config,
  by: flags.by,
  targets: flags.targets,
  speakers: flags.speakers,
  lexicons: flags.lexicon,
  columns: flags.column,
  jobs: flags.jobs,
  singleFile: flags.singleFile,
  ...formatOf(flags),
});

/** Flags that say how articles are read and analyzed. */
export function withInput(command: Command): Command {
  return command
    .option('--config <file>', 'settings; default: framescope.yml here, else in a given folder')
    .option('--lexicon <file>', 'a lexicon of your own, added to ours (repeatable)', collect)
    .option('--targets <file>', 'whom stance is measured toward')
    .option('--speakers <file>', 'which names are one speaker and which are not')
    .option(
      '--column <field=name>',
      'column of JSONL or CSV that holds a field: text=body (repeatable)',
      mapColumn,
    )
    .addOption(new Option('--input-format <format>', 'read every input as this').choices(FORMATS))
    .option(
      '--jobs <n>',
      'workers at the same time (default: cores); the results do not depend on it',
      wholeNumber,
    );
}

/** Flags that say what is made of the records. */
export function withReport(command: Command): Command {
  return command
    .option('-o, --out <folder>', 'where the output goes', DEFAULT_OUT)
    .option(
      '--by <grouping>',
      'compare by source, event, speaker, month or a further field (repeatable)',
      collect,
    )
    .addOption(
      new Option('--fail-on <what>', 'end with exit code 5 when a rule of the settings fires').choices([
        'alert',
      ]),
    )
    .option('--single-file', 'the whole report in one page, to mail')
    .addOption(outputFormat());
}
