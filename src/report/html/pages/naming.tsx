/** One thing, several names: who calls it what, and in whose voice. */
import type { VNode } from 'preact';
import { Absent, across, Lacking, TableView } from '../components.js';
import type { NameUse } from '../data-naming.js';
import { capital, readable, VOICE_NAMES } from '../forms.js';
import type { Place } from '../site.js';

/** Names of one thing shown for one source; the rest stand in csv/naming.csv. */
const MOST_NAMES = 6;
/** Voices with two names told above the table. */
const MOST_TWO = 8;

export function NamingTable(props: {
  readonly place: Place;
  readonly uses: readonly NameUse[];
  readonly columns: readonly { readonly of: string; readonly label: string }[];
}): VNode {
  const { place, uses, columns } = props;
  const concepts = [...new Set(uses.map((use) => use.concept))];
  return (
    <>
      <TwoNames uses={uses} columns={columns} />
      <TableView
        name="naming"
        label="Names for one thing, by source"
        class={across('naming', columns)}
        caption="Under each name: in whose voice it stands, and how often"
        head={['What is meant', ...columns.map((column) => <bdi>{column.label}</bdi>)]}
      >
        {concepts.map((concept) => {
          const rows = uses.filter((use) => use.concept === concept);
          const of = (column: { readonly of: string }) => rows.filter((use) => use.of === column.of);
          const lacking = columns.filter((column) => of(column).length === 0);
          return (
            <tr>
              <th scope="row">
                {capital(readable(concept))} {rows[0]!.about ? <small>{rows[0]!.about}</small> : null}
                <Lacking what="No name for it" who={lacking.map(({ label }) => label)} />
              </th>
              {columns.map((column) => (
                <td data-th={column.label} class={lacking.includes(column) ? 'absent' : undefined}>
                  <Names place={place} uses={of(column)} />
                </td>
              ))}
            </tr>
          );
        })}
      </TableView>
    </>
  );
}

/** One voice that has two names for one thing: the choice between them is its own. */
function TwoNames(props: {
  readonly uses: readonly NameUse[];
  readonly columns: readonly { readonly of: string; readonly label: string }[];
}): VNode | null {
  const labels = new Map(props.columns.map(({ of, label }) => [of, label]));
  const users = new Map<string, { who: string; of: string; concept: string; names: Set<string> }>();
  for (const use of props.uses) {
    if (use.namesUsed < 2 || !labels.has(use.of)) continue;
    const own = use.voice === 'author' || use.voice === 'headline';
    if (!own && use.speaker === null) continue;
    const of = labels.get(use.of)!;
    const key = `${use.concept} ${use.of} ${own ? '' : `${use.voice} ${use.speaker}`}`;
    const user = users.get(key) ?? {
      who: own ? `${of}, in its own words` : `${use.speaker}, ${VOICE_NAMES[use.voice]} by ${of}`,
      of,
      concept: use.concept,
      names: new Set(),
    };
    user.names.add(readable(use.name));
    users.set(key, user);
  }
  // A speaker may have the second name in another source only: then neither of the two says both.
  const both = [...users.values()].filter(({ names }) => names.size > 1);
  if (both.length === 0) return null;
  return (
    <>
      <h3>Who calls one thing by two names?</h3>
      <ul class="findings">
        {both.slice(0, MOST_TWO).map(({ who, concept, names }) => (
          <li>
            <bdi>{who}</bdi>: {[...names].map((name) => `“${name}”`).join(' and ')}, for {readable(concept)}.
          </li>
        ))}
      </ul>
    </>
  );
}

/** Speakers told of one name in one voice; the rest are counted, and stand in csv/naming.csv. */
const MOST_SPEAKERS = 3;

/** In whose voice a name stands, how often, and whose words those are. */
export function voices(rows: readonly NameUse[]): string {
  const kinds = [...new Set(rows.map((use) => use.voice))];
  return kinds
    .map((voice) => {
      const uses = rows.filter((use) => use.voice === voice);
      const often = uses.reduce((sum, use) => sum + use.uses, 0);
      const known = new Set(uses.flatMap(({ speaker }) => (speaker === null ? [] : [speaker])));
      const who = [
        ...known,
        ...(known.size > 0 && uses.some((use) => use.speaker === null) ? ['unnamed'] : []),
      ];
      const more = who.length > MOST_SPEAKERS + 1 ? who.length - MOST_SPEAKERS : 0;
      const told = (more ? who.slice(0, MOST_SPEAKERS) : who).join(', ');
      return [
        VOICE_NAMES[voice],
        often > 1 ? ` ×${often}` : '',
        told ? `: ${told}` : '',
        more ? ` and ${more} more` : '',
        uses.some((use) => use.scare > 0) ? ', in doubting marks' : '',
      ].join('');
    })
    .join('; ');
}

function Names({ place, uses }: { readonly place: Place; readonly uses: readonly NameUse[] }): VNode {
  if (uses.length === 0) return <Absent>no name for it</Absent>;
  const names = [...new Set(uses.map((use) => use.name))];
  return (
    <ul>
      {names.slice(0, MOST_NAMES).map((name) => {
        const rows = uses.filter((use) => use.name === name);
        const { document, marker, example } = rows[0]!;
        const page = document ? place.site.articles.get(document) : undefined;
        return (
          <li>
            {page ? (
              <a class="src" href={place.href(page, marker === null ? undefined : `m${marker + 1}`)}>
                {readable(name)}
              </a>
            ) : (
              <span class="src">{readable(name)}</span>
            )}
            {rows.every((use) => use.onlyInMarks) ? <small>only in quotation marks</small> : null}
            <small>{voices(rows)}</small>
            {example ? (
              <details class="example">
                <summary>
                  Example<span class="vh"> of {readable(name)}</span>
                </summary>
                <span class="src" dir="auto">
                  {example}
                </span>
              </details>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
