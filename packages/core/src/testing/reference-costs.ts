import { ReferenceAssemblies } from './reference-assemblies.ts';
import { canCorrect, correct } from './reference-correction.ts';
import { HOLDERS } from './reference-flows.ts';
import { type Happening, landedOn, type Plan, paidFor, shareOf } from './reference-history.ts';
import {
  BRINGS_GOODS,
  broughtIn,
  carries,
  type Landing,
  land,
  landOn,
} from './reference-late-cost.ts';
import { saidOf } from './reference-policies.ts';
import { sizeOf } from './reference-pool.ts';

/** What the reference model makes of costs that are learned after the goods came. */
export class ReferenceCosts extends ReferenceAssemblies {
  protected correct(plan: Plan): boolean {
    const { input, original, units } = plan;
    const { item, site } = original?.input ?? {};
    if (original === undefined || item !== input.item || site !== input.site) return false;
    const isPrice = input.quantity !== undefined;
    if (isPrice && units > sizeOf(original.moves[0]?.units ?? 0n) - original.usedUnits)
      return false;
    const added = isPrice
      ? this.given(plan) - (shareOf(original, units) ?? 0n)
      : this.cents(input.amount);
    const isReceipt = original.moves.filter(({ pool }) => pool.bucket !== 'consigned').length === 1;
    const landing = isReceipt ? this.landing(plan, original, added) : undefined;
    const correction = { added, landing };
    if (!canCorrect(this.valuation, original, correction)) return false;
    const happening = this.begin(input, original.document, true);
    correct(this.valuation, happening, original, correction);
    if (landing !== undefined) this.vary(happening, plan, landing);
    return true;
  }

  /** Freight or duty on an earlier receipt. */
  protected addCost(plan: Plan): boolean {
    const { input, item, original } = plan;
    const { type, item: received, site } = original?.input ?? {};
    if (original === undefined || original.isReversed || !BRINGS_GOODS.has(type ?? ''))
      return false;
    if (received !== input.item || site !== input.site) return false;
    const added = this.cents(input.amount);
    const cost = paidFor(original) + original.addedCost + original.landedCost;
    const landing = this.landing(plan, original, added);
    if (landing === undefined || cost + added < 0n || !carries(this.valuation, landing))
      return false;
    const happening = this.begin(input, input.document ?? '', true);
    land(this.valuation, happening, landing);
    const { pool, borne } = landing;
    const stock = { account: pool.account, site: pool.site, role: HOLDERS.get(pool.bucket) ?? '' };
    happening.lines.push({ ...stock, amount: borne });
    this.vary(happening, plan, landing);
    const { accountClass = 'asset' } = this.configuration.accounts.get(input.account ?? '') ?? {};
    const isExpensed = accountClass === 'expense' || accountClass === 'income';
    const role = isExpensed ? 'freight-in' : 'landed-cost-clearing';
    const account = this.account(input, item, { role, site: input.site, location: '' });
    happening.lines.push({ account, site: input.site, role, amount: -added });
    landedOn(happening, original, added);
    return true;
  }

  /** Where a cost that comes late lands; nowhere when nothing was brought in. */
  protected landing(plan: Plan, original: Happening, added: bigint): Landing | undefined {
    const came = broughtIn(original);
    if (came === undefined) return undefined;
    const { valuation, holdings } = this;
    const policy = saidOf(this.configuration, 'late-facts', plan, 'restate');
    return landOn({ valuation, holdings, policy }, original, came, added);
  }

  /** What no stock bears of a late cost. */
  protected vary(happening: Happening, { input, item }: Plan, { varied }: Landing): void {
    const [role, { site }] = ['purchase-variance', input];
    const plain = { ...input, account: '' };
    const account = this.account(plain, item, { role, site, location: '' });
    happening.lines.push({ account, site, role, amount: varied });
  }
}
