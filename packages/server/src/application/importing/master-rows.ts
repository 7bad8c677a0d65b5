import type { Configuration } from 'perpetua-core';
import type { RowReader } from './compile-columns.ts';
import type { ImportDesk } from './import-desk.ts';
import type { MasterKind } from './import-kinds.ts';
import type { FilePlace } from './import-refusals.ts';
import { accountReading } from './master-data/account-rows.ts';
import type { ImportedSetup } from './master-data/imported-setup.ts';
import { itemReading } from './master-data/item-rows.ts';
import type { MasterReading } from './master-data/master-reading.ts';
import { customerReading, taxTypeReading, vendorReading } from './master-data/party-rows.ts';
import { placeReading } from './master-data/place-rows.ts';
import { RowTexts } from './master-data/row-texts.ts';
import type { RowPortion } from './row-source.ts';

/** The rows of an import that change something, put together. */
export type MasterRows = {
  /** Finds out what is known already of the things a portion is about. */
  readonly prepare: (portion: RowPortion, reader: RowReader) => Promise<void>;
  /** Takes the row in hand; what is wrong with it is refused in it. */
  readonly take: (reader: RowReader, place: FilePlace) => 'changed' | 'same' | 'refused';
  readonly changes: () => number;
  readonly setup: () => ImportedSetup;
};

/** Reads rows of a kind against the configuration as it is. */
export function masterRowReader(
  kind: MasterKind,
  configuration: Configuration,
  desk: ImportDesk,
): MasterRows {
  return READERS[kind](configuration, desk);
}

const READERS: Readonly<
  Record<MasterKind, (configuration: Configuration, desk: ImportDesk) => MasterRows>
> = {
  accounts: (configuration) => collect(accountReading(configuration)),
  items: (configuration, desk) => collect(itemReading(configuration, desk)),
  places: (configuration) => collect(placeReading(configuration)),
  vendors: (configuration) => collect(vendorReading(configuration)),
  customers: (configuration) => collect(customerReading(configuration)),
  'tax-types': (configuration) => collect(taxTypeReading(configuration)),
};

function collect<Entry>(reading: MasterReading<Entry>): MasterRows {
  const taken = new Map<string, { readonly entry: Entry; readonly line: number }>();
  const changed: Entry[] = [];
  return {
    prepare: async (portion, reader) => {
      const codes = portion.rows.map((cells, index) => {
        reader.next(cells, portion.lines[index] ?? 0);
        return reading.codeOf(new RowTexts(reader));
      });
      await reading.prepare(codes);
    },
    take: (reader, { line = 0 }) => {
      const { row } = reader;
      const texts = new RowTexts(reader);
      const known = reading.knownOf(texts);
      const entry = reading.read(texts, known);
      if (row.refusals.length > 0 || entry === undefined) return 'refused';
      const what = reading.nameOf(entry);
      const earlier = taken.get(what);
      if (earlier !== undefined) {
        if (reading.same(earlier.entry, entry)) return 'same';
        row.refuse('given-twice', '', { what, first: String(earlier.line) });
        return 'refused';
      }
      taken.set(what, { entry, line });
      if (known !== undefined && reading.same(known, entry)) return 'same';
      changed.push(entry);
      return 'changed';
    },
    changes: () => changed.length,
    setup: () => reading.setup(changed),
  };
}
