/** Words and numbers of the findings. No locale: the same machine-independent text everywhere. */

/** Where the words stand, as the beginning of a sentence. */
export function voicePhrase(voice: string): string {
  if (voice === 'quoted') return 'In quotations';
  return voice === 'reported' ? 'In what others are reported to have said' : 'In its own words';
}

/** Categories whose id does not read as a phrase. */
const LABELS: Readonly<Record<string, string>> = {
  distancing: 'words of attribution that keep a distance',
  endorsing: 'words of attribution that endorse',
  guilt: 'words of attribution that imply guilt',
  hostile: 'hostile words of attribution',
  'counter-factive': 'words of attribution that say somebody is wrong',
  outcasting: 'outcasting labels',
  dehumanizing: 'dehumanizing words',
  glorifying: 'glorifying words',
  exaggeration: 'exaggeration',
  minimizing: 'minimizing words',
  fear: 'appeals to fear',
};

/** A category as a phrase that can be counted. */
export function label(category: string): string {
  const frame = /^frame-(.*)$/u.exec(category)?.[1];
  if (frame) return `words of the ${spaced(frame)} frame`;
  const foundation = /^moral-(.*)$/u.exec(category)?.[1];
  if (foundation) return `moral words of ${spaced(foundation)}`;
  return LABELS[category] ?? spaced(category);
}

function spaced(slug: string): string {
  return slug.replaceAll('-', ' ');
}

/** 12,345: written out here because the locale of the machine must not show. */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/gu, ',');
}

export function number(value: number): string {
  return value >= 10 ? value.toFixed(0) : value.toFixed(1);
}

export function limit(value: number | null): string {
  return value === null || !Number.isFinite(value) ? 'no upper limit' : number(value);
}

export function probability(p: number): string {
  return p < 0.001 ? '< .001' : p.toFixed(3).replace(/^0/u, '').replace(/0$/u, '');
}

/** `solt-crossing` -> `Solt crossing`: what an event is called in a sentence. */
export function eventName(event: string): string {
  const words = /^[\p{L}\p{N}_-]+$/u.test(event) ? event.replaceAll(/[-_]+/gu, ' ').trim() : event;
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `once`, `4 times`. */
export function times(n: number): string {
  return n === 1 ? 'once' : `${grouped(n)} times`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(all: readonly string[]): string {
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}
