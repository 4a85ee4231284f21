/**
 * Prints what the program gets wrong on annotated text, by cause, with the words around it.
 *
 *   npm run errors -- quotes                        counts by cause and by rule, and the first misses of each cause
 *   npm run errors -- quotes cause=mention n=50     one cause: missed, bounds, mention, false, false-bounds
 *   npm run errors -- quotes rule=loose             one rule
 *   npm run errors -- quotes table                  right and wrong by rule: what `confidence` is made of
 *   npm run errors -- quotes file=PATH              another file than ../shared/eval/data/quotes-more.jsonl
 *   npm run errors -- stance                        misses by place of the target and by label taken for which
 *   npm run errors -- stance place=subject n=50     one place, or cause="negative taken for neutral"
 */
import { quoteErrors } from './errors/quotes.js';
import { stanceErrors } from './errors/stance.js';

const PARTS: Record<string, (args: ReadonlyMap<string, string>) => void> = {
  quotes: quoteErrors,
  stance: stanceErrors,
};

const [part, ...rest] = process.argv.slice(2);
const run = part === undefined ? undefined : PARTS[part];
if (!run) {
  console.error(`usage: npm run errors -- ${Object.keys(PARTS).join('|')} [key=value ...]`);
  process.exit(2);
}
run(
  new Map(
    rest.map((arg) =>
      arg.includes('=') ? [arg.slice(0, arg.indexOf('=')), arg.slice(arg.indexOf('=') + 1)] : [arg, 'yes'],
    ),
  ),
);
