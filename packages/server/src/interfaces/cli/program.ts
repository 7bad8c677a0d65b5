import { Command } from 'commander';
import { benchCommand } from './bench.ts';
import type { CliServices } from './cli-books.ts';
import { closeCommand } from './close.ts';
import { countCommand } from './count.ts';
import { demoCommand } from './demo.ts';
import { documentCommand } from './document.ts';
import { explainCommand } from './explain.ts';
import { exportGlCommand } from './export-gl.ts';
import { importCommand } from './import.ts';
import { initCommand } from './init.ts';
import { integrationCommand } from './integration.ts';
import { inventoryJournalCommand } from './inventory-journal.ts';
import { landedCostCommand } from './landed-cost.ts';
import { manualJournalCommand } from './manual-journal.ts';
import { manualReceiptsCommand } from './manual-receipts.ts';
import { mappingCommand } from './mapping.ts';
import { exportMappingsCommand, importMappingsCommand } from './mapping-workbook.ts';
import { postCommand } from './post.ts';
import { priceCorrectionCommand } from './price-correction.ts';
import { queueCommand } from './queue.ts';
import { reconcileCommand } from './reconcile.ts';
import { reportCommand } from './report.ts';
import { reviewCommand } from './review.ts';
import { serveCommand } from './serve.ts';
import { snapshotsCommand } from './snapshots.ts';
import { stockJournalCommand } from './stock-journal.ts';
import { stockReceiptsCommand } from './stock-receipts.ts';
import { syncAccountsCommand } from './sync-accounts.ts';
import { templateCommand } from './template.ts';
import { EXIT } from './terminal.ts';
import { verifyCommand } from './verify.ts';
import { whatIfCommand } from './what-if.ts';

/** All commands, in the order a newcomer meets them. */
export function program(services: CliServices, version: string): Command {
  const root = new Command('perpetua')
    .description('The inventory subledger that keeps the general ledger right.')
    .version(version)
    .showHelpAfterError('(--help shows what can be said)')
    .exitOverride((error) => {
      // Asking for help is no mistake; everything else commander stops at is wrong usage.
      process.exit(error.exitCode === 0 ? EXIT.done : EXIT.usage);
    });
  const commands = [
    serveCommand,
    initCommand,
    integrationCommand,
    demoCommand,
    importCommand,
    templateCommand,
    postCommand,
    inventoryJournalCommand,
    manualJournalCommand,
    documentCommand,
    countCommand,
    stockJournalCommand,
    stockReceiptsCommand,
    manualReceiptsCommand,
    reviewCommand,
    queueCommand,
    landedCostCommand,
    priceCorrectionCommand,
    explainCommand,
    whatIfCommand,
    reportCommand,
    mappingCommand,
    exportMappingsCommand,
    importMappingsCommand,
    reconcileCommand,
    syncAccountsCommand,
    verifyCommand,
    closeCommand,
    snapshotsCommand,
    exportGlCommand,
    benchCommand,
  ];
  for (const make of commands) {
    const made = make(services);
    made.exitOverride((error) => process.exit(error.exitCode === 0 ? EXIT.done : EXIT.usage));
    root.addCommand(made);
  }
  return root;
}
