import { type Business, goods } from './business.ts';
import { hold, type OrderLine, pick, receive, sell, ship, tillOf } from './order-steps.ts';
import { type DemonstrationSite, DISTRIBUTION_CENTRE } from './places.ts';
import { costText, priceAt } from './purchase-prices.ts';
import { expectInvoice } from './supplier-invoices.ts';
import { OUTSIDE_LAB } from './vendors.ts';

/**
 * An order the outside lab makes. Either it supplies the frame as well, or our frame is sent
 * there; then the frame is in transit for the office, as the lab is no site of ours (`003.T10`).
 */
export function receiveFromOutsideLab(
  business: Business,
  line: OrderLine,
  conclude: (line: OrderLine) => void,
): void {
  sell(business, line);
  const source = DISTRIBUTION_CENTRE;
  if (business.stock.onHand(line.item, source) >= line.units && business.random.happens(500)) {
    business.laterInWarehouse(1, () => sendOurFrame(business, line, source, conclude));
  } else {
    business.laterInShop(business.random.between(5, 12), () => {
      buyFrameFromLab(business, line);
      conclude(line);
    });
  }
}

function sendOurFrame(
  business: Business,
  line: OrderLine,
  source: DemonstrationSite,
  conclude: (line: OrderLine) => void,
): void {
  const { random } = business;
  const { office } = line;
  pick(business, line, source);
  ship(business, line, { from: source, to: office });
  const held = random.happens(80);
  business.laterInShop(random.between(5, 10), () => {
    if (held) hold(business, line, office);
    else receive(business, line, office);
    conclude(line);
  });
}

function buyFrameFromLab(business: Business, line: OrderLine): void {
  const { item, office, units, document } = line;
  const { random } = business;
  const price = priceAt(item.price, 10_000 + random.between(-900, 600));
  const reference = `${document} frame supplied`;
  const key = business.send(tillOf(office), {
    type: 'receive-from-outside-lab',
    ...goods(item, office, units),
    unitCost: costText(price),
    document,
    reference,
    party: OUTSIDE_LAB,
  });
  const party = OUTSIDE_LAB;
  expectInvoice(business, { key, item, site: office, units, price, party, reference });
}
