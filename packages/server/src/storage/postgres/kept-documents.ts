import type { ClientBase } from 'pg';
import type { CompanySession, WritingSession } from '../../application/ports.ts';
import { addInventoryJournal, inventoryJournals } from './inventory-journals.ts';
import { addPurchaseOrder, purchaseOrders } from './purchase-orders.ts';

/** What is kept beside the log as it was sent: inventory journals and purchase orders. */
export const keptDocuments = (
  client: ClientBase,
  company: number,
): Pick<CompanySession, 'journals' | 'purchaseOrders'> => ({
  journals: inventoryJournals(client, company),
  purchaseOrders: purchaseOrders(client, company),
});

/** How it is kept. */
export const keepingDocuments = (
  client: ClientBase,
  company: number,
): Pick<WritingSession, 'keepJournal' | 'keepPurchaseOrder'> => ({
  keepJournal: (journal) => addInventoryJournal(client, company, journal),
  keepPurchaseOrder: (...order) => addPurchaseOrder(client, company, ...order),
});
