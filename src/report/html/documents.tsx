/** The table of articles. */
import type { VNode } from 'preact';
import { day, Share, TableView } from './components.js';
import type { DocumentRow } from './data.js';
import type { Place } from './site.js';

export function DocumentTable({
  place,
  documents,
}: {
  readonly place: Place;
  readonly documents: readonly DocumentRow[];
}): VNode {
  return (
    <TableView
      name="articles"
      label="Articles"
      class="stack read"
      head={['Article', 'Begins', 'Words', 'Quotes', 'Whose words']}
      numbers={[2, 3]}
    >
      {documents.map((doc) => (
        <tr>
          <th scope="row">
            <a href={place.href(place.site.articles.get(doc.id) ?? place.at)}>
              <bdi>{doc.source ?? doc.name}</bdi>
            </a>
            <small>{day(doc.published)}</small>
          </th>
          <td data-th="Begins">
            <span class="src" dir="auto">
              {doc.title && doc.title !== doc.name ? <b>{doc.title} </b> : null}
              {doc.opening}
            </span>
            {doc.copyOf ? <small>A copy of {doc.copyOf}: counted once.</small> : null}
          </td>
          <td class="num" data-th="Words">
            {doc.words.toLocaleString('en')}
          </td>
          <td class="num" data-th="Quotes">
            {doc.quotes}
          </td>
          <td data-th="Whose words">
            <Share own={doc.own} quoted={doc.quoted} reported={doc.reported} />
            <small>{doc.own} % own</small>
          </td>
        </tr>
      ))}
    </TableView>
  );
}
