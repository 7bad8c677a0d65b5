import {
  type BookedEvent,
  LARGEST_MONEY,
  LARGEST_QUANTITY,
  parseDecimal,
  type Quantity,
  quantity,
  type Refusal,
  type Result,
  type ReviewActionKind,
  refusal,
  refused,
  saysOnly,
} from 'perpetua-core';
import type { ActionPart, ReviewActionRequest } from './action-request.ts';
import type { Review } from './read-review.ts';
import type { ReviewLine, ReviewReceipt } from './review-line.ts';
import { type AccountOf, type Step, type StillOpen, smaller, suggestionFor } from './suggest.ts';

/** What is done with a line; no step where something is only said of it. */
export type PlannedStep = { readonly line: ReviewLine; readonly step: Step | undefined };

export type ActionPlan = {
  readonly steps: readonly PlannedStep[];
  /** Lines of the label that nothing is suggested for, by event: they stay as they are. */
  readonly left: readonly number[];
};

/** What a plan is made from. */
export type PlanPlace = {
  readonly review: Review;
  readonly currencyDecimals: number;
  readonly accountOf: AccountOf;
  readonly quantityDecimalsOf: (item: string) => number | undefined;
  /** The transaction that the request names as a receipt, whether or not it is invoiced. */
  readonly namedReceipt: BookedEvent | undefined;
  /** The account that the added cost of goods is cleared from, by the item that becomes dearer. */
  readonly addedCostAccountOf: (line: ReviewLine, item: string) => string | undefined;
};

/** What an action does with each of its lines, or every reason why it cannot be done. */
export function planAction(
  place: PlanPlace,
  request: ReviewActionRequest,
): Result<ActionPlan, Refusal> {
  const { review } = place;
  const chosen = linesOf(review, request);
  const refusals: Refusal[] = [...chosen.refusals];
  const steps: PlannedStep[] = [];
  const left: number[] = [];
  const spent = new Spent();
  const isOfLabel = request.lines === undefined && request.action === 'accept';
  for (const line of chosen.lines) {
    const open = spent.line(line);
    // It was matched with a line before it in the same action.
    if (open.open === 0n) continue;
    const planned = stepsOf({ ...place, still: spent.still(review) }, request, open);
    if (planned.ok) {
      for (const step of planned.value) spent.take(line, step);
      steps.push(...planned.value.map((step) => ({ line, step })));
    } else if (isOfLabel) left.push(line.event.number);
    else refusals.push(...planned.reasons);
  }
  if (refusals.length > 0) return refused(refusals);
  return { ok: true, value: { steps, left } };
}

/** The lines a request is about, in the order it names them; all of a label are the oldest first. */
function linesOf(
  { lines, period }: Review,
  { lines: named, label, action }: ReviewActionRequest,
): { readonly lines: readonly ReviewLine[]; readonly refusals: readonly Refusal[] } {
  const open = lines.filter((line) => line.open !== 0n);
  if (named === undefined && label === undefined) {
    const fault = 'lines: an action is about lines, or about all of a label';
    return { lines: [], refusals: [refusal('request-malformed', { fault })] };
  }
  if (named === undefined) {
    const ofLabel = open.filter((line) => line.label === label);
    const none = refusal('not-found', { what: `open line ${label ?? ''} in ${period}` });
    return { lines: ofLabel, refusals: ofLabel.length === 0 ? [none] : [] };
  }
  const found = new Map(open.map((line) => [line.event.number, line]));
  const missing = named.filter((event) => !found.has(event));
  const twice = named.filter((event, index) => named.indexOf(event) !== index);
  const closed = missing.map((event) => refusal('review-line-closed', { event: String(event) }));
  const again = twice.map((event) => impossible(action, event, 'it is named twice'));
  return {
    lines: named.flatMap((event) => found.get(event) ?? []),
    refusals: [...closed, ...again],
  };
}

/** What the steps of an action before this one took of lines and receipts. */
class Spent {
  readonly #ofLines = new Map<number, bigint>();
  readonly #ofReceipts = new Map<number, { amount: bigint; units: bigint }>();

  line(line: ReviewLine): ReviewLine {
    const taken = this.#ofLines.get(line.event.number) ?? 0n;
    return taken === 0n ? line : { ...line, open: line.open - taken };
  }

  still({ lines, receipts }: Review): StillOpen {
    return {
      lines: lines.map((line) => this.line(line)).filter(({ open }) => open !== 0n),
      receipts: receipts.map((receipt) => {
        const taken = this.#ofReceipts.get(receipt.event.number);
        if (taken === undefined) return receipt;
        return {
          ...receipt,
          open: receipt.open - taken.amount,
          units: receipt.units - taken.units,
        };
      }),
    };
  }

  take(line: ReviewLine, step: Step | undefined): void {
    if (step === undefined) return;
    this.#takeOf(line.event.number, step.amount);
    if (step.kind === 'match') this.#takeOf(step.against.event.number, -step.amount);
    if (step.kind !== 'link-receipt') return;
    const { event } = step.receipt;
    const before = this.#ofReceipts.get(event.number) ?? { amount: 0n, units: 0n };
    this.#ofReceipts.set(event.number, {
      amount: before.amount + step.amount,
      units: before.units + step.quantity,
    });
  }

  #takeOf(event: number, amount: bigint): void {
    this.#ofLines.set(event, (this.#ofLines.get(event) ?? 0n) + amount);
  }
}

type StepPlace = PlanPlace & { readonly still: StillOpen };
type Steps = Result<readonly (Step | undefined)[], Refusal>;

const impossible = (action: string, event: number, because: string): Refusal =>
  refusal('review-not-possible', { action, event: String(event), because });

function stepsOf(place: StepPlace, request: ReviewActionRequest, line: ReviewLine): Steps {
  const { action } = request;
  if (saysOnly(action)) return said(request, line);
  if (action === 'accept') {
    const step = suggestionFor(line, place.still, place.accountOf);
    if (step !== undefined) return { ok: true, value: [step] };
    return refused([impossible(action, line.event.number, 'nothing is suggested for it')]);
  }
  return new StepReader(place, request, line).steps();
}

/** What is only said needs a reason, and what is carried forward somebody who sees to it. */
function said({ action, owner = '', reason = '' }: ReviewActionRequest, line: ReviewLine): Steps {
  const missing = [
    ...(action === 'carry-forward' && owner === '' ? ['owner'] : []),
    ...(reason === '' ? ['reason'] : []),
  ];
  if (missing.length === 0) return { ok: true, value: [undefined] };
  const because = `it takes ${missing.join(' and ')}`;
  return refused([impossible(action, line.event.number, because)]);
}

/** The actions that do one thing by themselves and post it. */
type Posting = Exclude<ReviewActionKind, 'accept' | 'carry-forward' | 'correct'>;

const isPosting = (action: ReviewActionKind): action is Posting =>
  action !== 'accept' && !saysOnly(action);

/** Where an amount goes: to an account, or to that of a role. */
type Target = Pick<ActionPart, 'account' | 'role'>;

const RETURNS: Target = { role: 'vendor-return-inventory' };

/** Reads of a request what is done with a line; everything wrong with it is told at once. */
class StepReader {
  readonly #place: StepPlace;
  readonly #request: ReviewActionRequest;
  readonly #line: ReviewLine;
  readonly #refusals: Refusal[] = [];

  constructor(place: StepPlace, request: ReviewActionRequest, line: ReviewLine) {
    this.#place = place;
    this.#request = request;
    this.#line = line;
  }

  steps(): Steps {
    const steps = this.#read();
    return this.#refusals.length > 0 ? refused(this.#refusals) : { ok: true, value: steps };
  }

  #read(): readonly Step[] {
    const { action, amount } = this.#request;
    const readers: Readonly<Record<Posting, () => readonly Step[]>> = {
      reallocate: () => this.#toAccount(this.#request, this.#amount(amount)),
      'move-to-vendor-return': () => this.#toAccount(RETURNS, this.#amount(amount)),
      split: () => this.#parts(),
      match: () => this.#match(),
      'link-receipt': () => this.#link(),
      'late-receipt': () => this.#goods('late-receipt'),
      'goods-back': () => this.#goods('goods-back'),
      'late-cost': () => this.#lateCost(),
    };
    return isPosting(action) ? readers[action]() : [];
  }

  #parts(): readonly Step[] {
    const { parts = [] } = this.#request;
    if (parts.length === 0) return this.#refuse('it takes parts');
    return parts.flatMap((part) => this.#toAccount(part, this.#amount(part.amount)));
  }

  #toAccount({ account, role }: Target, amount: bigint): readonly Step[] {
    if (account === undefined && role === undefined)
      return this.#refuse('it takes an account or a role');
    const found =
      account ?? (role === undefined ? undefined : this.#place.accountOf(this.#line, role));
    if (found === undefined) return this.#refuse(`nothing names an account of ${role ?? ''}`);
    return [{ kind: 'reallocate', amount, account: found }];
  }

  #match(): readonly Step[] {
    const { against: number } = this.#request;
    const against = this.#place.still.lines.find(({ event }) => event.number === number);
    if (against === undefined)
      return this.#refuse(number === undefined ? 'it takes against' : `line ${number} is not open`);
    if (against.open > 0n === this.#line.open > 0n)
      return this.#refuse(`line ${against.event.number} stands on the same side`);
    const amount = this.#request.amount;
    const most = smaller(this.#line.open, against.open);
    return [{ kind: 'match', amount: amount === undefined ? most : this.#amount(amount), against }];
  }

  #link(): readonly Step[] {
    const receipt = this.#receipt();
    if (receipt === undefined) return [];
    const { quantity: asked } = this.#request;
    const units =
      asked === undefined ? quantity(receipt.units) : this.#units(asked, receipt.quantityDecimals);
    return [
      {
        kind: 'link-receipt',
        amount: this.#amount(this.#request.amount),
        quantity: units,
        receipt,
      },
    ];
  }

  #goods(kind: 'late-receipt' | 'goods-back'): readonly Step[] {
    const { item = this.#line.event.item, quantity: asked, amount } = this.#request;
    const isPurchase = this.#line.open > 0n;
    if (isPurchase !== (kind === 'late-receipt'))
      return this.#refuse(isPurchase ? 'it is no credit' : 'it is no purchase');
    const decimals = this.#place.quantityDecimalsOf(item);
    if (decimals === undefined) return this.#refuse(`there is no item ${item}`);
    if (asked === undefined) return this.#refuse('it takes a quantity');
    const units = this.#units(asked, decimals);
    return [
      { kind, amount: this.#amount(amount), quantity: units, quantityDecimals: decimals, item },
    ];
  }

  #lateCost(): readonly Step[] {
    const { receipt: named, amount } = this.#request;
    const { namedReceipt: receipt } = this.#place;
    if (named !== undefined && receipt === undefined)
      return this.#refuse(`there is no receipt ${named.key}`);
    const item = receipt?.item ?? this.#request.item ?? this.#line.event.item;
    const account = this.#place.addedCostAccountOf(this.#line, item);
    if (account === undefined)
      return this.#refuse(`there is no item ${item}, or no account for its cost`);
    return [{ kind: 'late-cost', amount: this.#amount(amount), item, receipt, account }];
  }

  #receipt(): ReviewReceipt | undefined {
    const { receipt } = this.#request;
    if (receipt === undefined) {
      this.#refuse('it takes a receipt');
      return undefined;
    }
    const { key, source = 'api' } = receipt;
    const isIt = ({ event }: ReviewReceipt) => event.key === key && event.source === source;
    const found = this.#place.still.receipts.find(isIt);
    if (found === undefined)
      this.#refuse(`nothing of receipt ${key} of ${source} waits for an invoice`);
    return found;
  }

  /** An amount of the sign of the line; all that is open of it without one. */
  #amount(text: string | undefined): bigint {
    const { open } = this.#line;
    if (text === undefined) return open;
    const amount = this.#number('amount', text, this.#place.currencyDecimals, LARGEST_MONEY);
    return open < 0n ? -amount : amount;
  }

  #units(text: string, decimals: number): Quantity {
    return quantity(this.#number('quantity', text, decimals, LARGEST_QUANTITY));
  }

  #number(field: string, text: string, decimals: number, largest: bigint): bigint {
    const number = parseDecimal(text, decimals, largest);
    if (typeof number === 'bigint' && number > 0n) return number;
    this.#refusals.push(refusal('number-invalid', { field, value: text }));
    return 0n;
  }

  #refuse(because: string): readonly never[] {
    this.#refusals.push(impossible(this.#request.action, this.#line.event.number, because));
    return [];
  }
}
