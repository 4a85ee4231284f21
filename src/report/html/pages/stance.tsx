/** For or against whom: a matrix of voices and targets, each cell with its interval and its sentences. */
import type { VNode } from 'preact';
import { Block, count, NoDifference, Quiet, SpeakerName, TableView } from '../components.js';
import type { StanceCell, StancePair, StanceSentence, TargetRow } from '../data-stance.js';
import { VOICE_NAMES } from '../forms.js';
import type { Place } from '../site.js';

export interface StanceData {
  readonly targets: readonly TargetRow[];
  readonly cells: readonly StanceCell[];
  readonly sentences: readonly StanceSentence[];
  readonly pairs: readonly StancePair[];
  /** How the units of `pairs` are called. */
  readonly label: (of: string) => string;
}

export const NO_STANCES: StanceData = { targets: [], cells: [], sentences: [], pairs: [], label: String };

/** More marks than this are a number. */
const MOST_MARKS = 6;

export function Stances({ place, data }: { readonly place: Place; readonly data: StanceData }): VNode {
  return (
    <Block
      place={place}
      name="stance"
      wide
      title="Whom are the voices for or against?"
      intro="Each mark is one sentence that speaks for or against a target. The outlets’ own words come first, because what a quoted official thinks is not what the outlet thinks. Open a cell to read its sentences: this is the least certain of all figures here."
    >
      {data.targets.length === 0 || data.cells.length === 0 ? (
        <Quiet>No sentence that speaks for or against a person, organization or country was found.</Quiet>
      ) : (
        <>
          <Warmer {...data} />
          <ul class="key">
            <li>
              <span class="st-a">■</span> one sentence against
            </li>
            <li>
              <span class="st-f">●</span> one sentence for
            </li>
            <li>· named, but no sentence speaks</li>
            <li>balance: from −1, all against, to +1, all for, with its 95 % interval</li>
          </ul>
          <Matrix place={place} data={data} />
        </>
      )}
    </Block>
  );
}

function Matrix({ place, data }: { readonly place: Place; readonly data: StanceData }): VNode {
  const rows = new Map<string, StanceCell[]>();
  for (const cell of data.cells) {
    const key = `${cell.unit}\n${cell.of}\n${cell.voice}`;
    rows.set(key, [...(rows.get(key) ?? []), cell]);
  }
  const all = [...rows.values()];
  const section = (own: boolean, heading: string) => {
    const part = all.filter(([first]) => (first!.unit !== 'speaker') === own);
    if (part.length === 0) return null;
    return (
      <>
        <tr class="part">
          <th scope="colgroup" colSpan={data.targets.length + 1}>
            {heading}
          </th>
        </tr>
        {part.map((cells) => {
          const { of, name, voice } = cells[0]!;
          const known = new Map(cells.map((cell) => [cell.target, cell]));
          return (
            <tr>
              <th scope="row">
                {own ? (
                  <bdi>{name}</bdi>
                ) : (
                  <>
                    <SpeakerName place={place} speaker={of} name={name} /> <small>{VOICE_NAMES[voice]}</small>
                  </>
                )}
              </th>
              {data.targets.map(({ target }) => (
                <Cell place={place} cell={known.get(target)} sentences={data.sentences} />
              ))}
            </tr>
          );
        })}
      </>
    );
  };
  return (
    <TableView
      name="stances"
      label="For and against, by voice and target"
      class="stance"
      head={['Voice', ...data.targets.map(({ name }) => <bdi>{name}</bdi>)]}
    >
      {section(true, 'In the outlets’ own words')}
      {section(false, 'Speakers, in any of these accounts')}
    </TableView>
  );
}

function Cell(props: {
  readonly place: Place;
  readonly cell: StanceCell | undefined;
  readonly sentences: readonly StanceSentence[];
}): VNode {
  const { place, cell, sentences } = props;
  if (!cell)
    return (
      <td class="none">
        <span class="vh">not named</span>
      </td>
    );
  const roles = <Roles cell={cell} />;
  if (cell.speaking === 0)
    return (
      <td class="none">
        <span aria-hidden="true">·</span>
        <span class="vh">no sentence speaks</span>
        {roles}
      </td>
    );
  return (
    <td>
      <details>
        <summary>
          <Marks cell={cell} />
          <small>
            <Verdict cell={cell} />
          </small>
        </summary>
        <Sentences place={place} cell={cell} sentences={sentences} />
      </details>
      {roles}
    </td>
  );
}

export function Marks({ cell }: { readonly cell: StanceCell }): VNode {
  const side = (n: number, mark: string, kind: string, word: string) =>
    n === 0 ? null : (
      <span class={kind}>
        <span aria-hidden="true">{n > MOST_MARKS ? `${mark}×${n}` : mark.repeat(n)}</span>
        <span class="vh">
          {n} {word}{' '}
        </span>
      </span>
    );
  return (
    <>
      {side(cell.negative, '■', 'st-a', 'against')} {side(cell.positive, '●', 'st-f', 'for')}
    </>
  );
}

/** The verdict with its balance and interval, or that there is too little. */
export function Verdict({ cell }: { readonly cell: StanceCell }): VNode {
  if (cell.balance === null) return <>too little to say</>;
  return (
    <>
      {cell.verdict}: {signed(cell.balance)} ({signed(cell.low!)} to {signed(cell.high!)})
    </>
  );
}

function signed(value: number): string {
  const text = Math.abs(value).toFixed(2);
  return Number(text) === 0 ? '0' : `${value < 0 ? '−' : '+'}${text.replace(/^0/, '')}`;
}

function Roles({ cell }: { readonly cell: StanceCell }): VNode | null {
  const roles = (['protagonist', 'antagonist', 'victim'] as const).filter((role) => cell[role] > 0);
  if (roles.length === 0) return null;
  return <small>{roles.map((role) => `${role} in ${cell[role]}`).join(', ')}</small>;
}

export function Sentences(props: {
  readonly place: Place;
  readonly cell: StanceCell;
  readonly sentences: readonly StanceSentence[];
}): VNode {
  const { place, cell } = props;
  const own = props.sentences.filter(
    (row) =>
      row.of === cell.of && row.unit === cell.unit && row.voice === cell.voice && row.target === cell.target,
  );
  return (
    <ul class="shows">
      {own.map((row) => {
        const page = place.site.articles.get(row.document);
        return (
          <li>
            <span class={row.label < 0 ? 'st-a' : 'st-f'}>
              <span aria-hidden="true">{row.label < 0 ? '■' : '●'}</span>
              <span class="vh">{row.label < 0 ? 'against' : 'for'}</span>
            </span>{' '}
            <span class="src" dir="auto">
              {row.sentence}
            </span>{' '}
            <small class="inline">
              {row.words ? (
                <>
                  shown by <span dir="auto">“{row.words.split(' | ').join('”, “')}”</span>;{' '}
                </>
              ) : null}
              {page ? (
                <a href={place.href(page, `s${row.n + 1}`)}>
                  {cell.unit === 'document' ? 'in the article' : <bdi>{row.source}</bdi>}
                </a>
              ) : cell.unit === 'document' ? null : (
                <bdi>{row.source}</bdi>
              )}
            </small>
          </li>
        );
      })}
      {own.length < cell.speaking ? (
        <li>
          <small>
            The first {own.length} of {cell.speaking}; all stand in csv/stances.csv.
          </small>
        </li>
      ) : null}
    </ul>
  );
}

/** Who is warmer to whom in its own words, or how much is too little to say. */
function Warmer({ pairs, label }: StanceData): VNode | null {
  if (pairs.length === 0) return null;
  const claimed = pairs.filter((pair) => pair.verdict === 'a warmer' || pair.verdict === 'b warmer');
  const same = pairs.filter((pair) => pair.verdict === 'no detectable difference');
  const little = pairs.filter((pair) => pair.verdict === 'too little to say');
  return (
    <ul class="findings">
      {claimed.map((pair) => {
        const first = pair.verdict === 'a warmer';
        const [warm, cold] = first ? [pair.a, pair.b] : [pair.b, pair.a];
        const a = `${pair.positiveA} for and ${pair.negativeA} against`;
        const b = `${pair.positiveB} for and ${pair.negativeB} against`;
        return (
          <li>
            <bdi>{label(warm)}</bdi> is warmer to <bdi>{pair.target}</bdi> than <bdi>{label(cold)}</bdi>, in
            its own words.
            <span class="fig">
              {first ? a : b}; {first ? b : a}; q{' '}
              {pair.q! < 0.001 ? '< .001' : `= ${pair.q!.toFixed(3).replace(/^0/, '')}`}
            </span>
          </li>
        );
      })}
      <li>
        {same.length > 0 ? (
          <>
            <NoDifference /> in {count(same.length, 'comparison')} of two voices toward one target.{' '}
          </>
        ) : null}
        {little.length > 0 ? (
          <span class="fig">
            Too little to say in {little.length}: it takes three sentences that speak for or against the
            target on each side.
          </span>
        ) : null}
      </li>
    </ul>
  );
}
