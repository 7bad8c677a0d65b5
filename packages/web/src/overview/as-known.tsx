import type { Overview } from '../api/overview.ts';
import { moment } from '../formats/date.ts';
import { wholeNumber } from '../formats/figure.ts';

/** Up to which event the figures go: the same question asked as of it has the same answer for ever. */
export function AsKnown({ asKnown }: { readonly asKnown: Overview['asKnown'] }) {
  const { event, recordedAt } = asKnown;
  return (
    <p>
      {recordedAt === undefined ? (
        'As known before the first event'
      ) : (
        <>
          As known <time dateTime={recordedAt}>{moment(recordedAt)}</time> · event{' '}
          {wholeNumber(event)}
        </>
      )}
    </p>
  );
}
