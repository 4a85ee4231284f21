/** One thing, several names: who calls it what, and in whose voice. */
import type { VNode } from 'preact';
import { Absent, TableView } from '../components.js';
import type { NameUse } from '../data.js';
import { capital, readable, VOICE_NAMES } from '../forms.js';
import type { Place } from '../site.js';

/** Names of one thing shown for one source; the rest stand in csv/naming.csv. */
const MOST_NAMES = 6;

export function NamingTable(props: {
  readonly place: Place;
  readonly uses: readonly NameUse[];
  readonly columns: readonly { readonly of: string; readonly label: string }[];
}): VNode {
  const { place, uses, columns } = props;
  const concepts = [...new Set(uses.map((use) => use.concept))];
  return (
    <TableView
      name="naming"
      label="Names for one thing, by source"
      class="naming stack"
      caption="Under each name: in whose voice it stands, and how often"
      head={['What is meant', ...columns.map((column) => <bdi>{column.label}</bdi>)]}
    >
      {concepts.map((concept) => {
        const rows = uses.filter((use) => use.concept === concept);
        return (
          <tr>
            <th scope="row">
              {capital(readable(concept))}
              {rows[0]!.about ? <small>{rows[0]!.about}</small> : null}
            </th>
            {columns.map((column) => (
              <td data-th={column.label}>
                <Names place={place} uses={rows.filter((use) => use.of === column.of)} />
              </td>
            ))}
          </tr>
        );
      })}
    </TableView>
  );
}

function Names({ place, uses }: { readonly place: Place; readonly uses: readonly NameUse[] }): VNode {
  if (uses.length === 0) return <Absent>no name for it</Absent>;
  const names = [...new Set(uses.map((use) => use.name))];
  return (
    <ul>
      {names.slice(0, MOST_NAMES).map((name) => {
        const rows = uses.filter((use) => use.name === name);
        const page = rows[0]!.document ? place.site.articles.get(rows[0]!.document) : undefined;
        return (
          <li title={rows[0]!.example ?? undefined}>
            {page ? (
              <a class="src" href={place.href(page)}>
                {readable(name)}
              </a>
            ) : (
              <span class="src">{readable(name)}</span>
            )}
            <small>
              {rows
                .map((use) => {
                  const who = use.speaker ? `: ${use.speaker}` : '';
                  const often = use.uses > 1 ? ` ×${use.uses}` : '';
                  return `${VOICE_NAMES[use.voice]}${who}${often}${use.scare > 0 ? ', in doubting marks' : ''}`;
                })
                .join('; ')}
            </small>
          </li>
        );
      })}
    </ul>
  );
}
