import { assert } from 'perpetua-core';
import type { LineName } from './product-lines.ts';

/** What the catalogue says of an item beside its classification. */
export type ItemDescription = {
  readonly name: string;
  readonly category: string;
  /** Purchase price at the beginning of the year, in cents. */
  readonly cents: bigint;
  /** Kept in thousandths (litres); without it whole pieces. */
  readonly inLitres?: true;
};

type PricedName = readonly [name: string, category: string, cents: bigint];
type Brand = readonly [name: string, category: string, cents: bigint];

const FRAME_BRANDS: readonly Brand[] = [
  ['Norvik', 'Metal', 2150n],
  ['Tarn & Fell', 'Acetate', 2890n],
  ['Belluno', 'Acetate', 3460n],
  ['Jura', 'Titanium', 4720n],
  ['Kvist', 'Wood', 5350n],
  ['Pelago', 'Acetate', 1690n],
  ['Junior Fox', 'Children', 1380n],
  ['Linea Sette', 'Metal', 2480n],
  ['Oram Classics', 'Metal', 1920n],
];
const FRAME_MODELS = [
  'Alder', 'Birch', 'Cedar', 'Dune', 'Elm', 'Fjord', 'Grove', 'Heron', 'Isle', 'Juniper',
] as const; // biome-ignore format: a list of names
const DESIGNER_BRANDS: readonly Brand[] = [
  ['Maison Orelle', 'Acetate', 9850n],
  ['Isaura Vant', 'Titanium', 12400n],
  ['Teodor Kray', 'Horn', 15600n],
  ['Casa Mirelli', 'Acetate', 7950n],
  ['Atelier Nuit', 'Metal', 8700n],
];
const DESIGNER_MODELS = [
  'Amadeus', 'Bellevue', 'Colette', 'Dorian', 'Estelle', 'Florent', 'Ginevra', 'Hadrien', 'Ines',
] as const; // biome-ignore format: a list of names
const SUN_BRANDS: readonly Brand[] = [
  ['Solamar', 'Polarised', 3280n],
  ['Norvik Sun', 'Sport', 2640n],
  ['Costa Brena', 'Fashion', 1750n],
  ['Alpenglow', 'Mountain', 5480n],
];
const SUN_MODELS = [
  'Azur', 'Breeze', 'Corniche', 'Delta', 'Espada', 'Faro', 'Gulf', 'Harbour', 'Islet', 'Jetty',
] as const; // biome-ignore format: a list of names
const COLOURS = ['black', 'tortoise', 'slate blue', 'gunmetal', 'honey', 'burgundy', 'olive'];

const CONTACT_SERIES: readonly Brand[] = [
  ['Aqualune Daily 30', 'Daily', 1140n],
  ['Aqualune Daily 90', 'Daily', 2890n],
  ['ClearTide Monthly 6', 'Monthly', 1560n],
  ['ClearTide Toric 6', 'Toric', 2240n],
  ['Tidepool Multifocal 6', 'Multifocal', 2680n],
];
const POWERS = [
  '-1.00', '-1.50', '-2.00', '-2.50', '-3.00', '-3.50', '-4.00', '-5.00', '-0.75', '+1.00', '+2.00', '-6.00',
] as const; // biome-ignore format: a list of names

const LENS_DESIGNS: readonly Brand[] = [
  ['Single vision', 'Single vision', 480n],
  ['Progressive', 'Progressive', 3150n],
  ['Office', 'Degressive', 2240n],
  ['Bifocal', 'Bifocal', 1420n],
  ['Myopia control', 'Children', 4150n],
];
/** Index of refraction, with the surcharge in cents. */
const LENS_INDEXES = [
  ['1.50', 0n],
  ['1.60', 690n],
  ['1.67', 1540n],
  ['1.74', 3480n],
] as const;
const LENS_COATINGS = [
  ['hard coated', 0n],
  ['anti-reflex', 310n],
  ['blue filter', 540n],
] as const;

// biome-ignore format: a table reads as a table
const ACCESSORIES: readonly PricedName[] = [
  ['Hard case', 'Cases', 310n],            ['Folding case', 'Cases', 265n],
  ['Soft pouch', 'Cases', 95n],            ['Leather case', 'Cases', 1190n],
  ['Children\'s case', 'Cases', 245n],     ['Microfibre cloth', 'Cloths', 85n],
  ['Glasses cord', 'Cords', 190n],         ['Glasses chain', 'Cords', 640n],
  ['Sports band', 'Cords', 275n],          ['Nose pads, set', 'Repair', 110n],
  ['Repair kit', 'Repair', 235n],          ['Temple tips, pair', 'Repair', 125n],
  ['Reading magnifier', 'Magnifiers', 990n], ['Pocket magnifier', 'Magnifiers', 620n],
  ['Clip-on sun lens', 'Clip-ons', 1290n], ['Bedside stand', 'Stands', 845n],
  ['Contact lens case', 'Cases', 90n],     ['Travel set', 'Sets', 560n],
  ['Anti-slip hooks', 'Repair', 135n],     ['Gift box', 'Cases', 380n],
];
const VARIANTS = ['black', 'sand'] as const;

// biome-ignore format: a table reads as a table
const CARE: readonly PricedName[] = [
  ['Lens spray 30 ml', 'Glasses care', 145n],          ['Lens spray 100 ml', 'Glasses care', 290n],
  ['All-in-one solution 360 ml', 'Contact lens care', 385n], ['All-in-one solution 100 ml', 'Contact lens care', 195n],
  ['Saline 360 ml', 'Contact lens care', 165n],        ['Peroxide system 360 ml', 'Contact lens care', 545n],
  ['Moistening drops 10 ml', 'Eye care', 420n],        ['Moistening drops, 20 single doses', 'Eye care', 585n],
  ['Lid care wipes, 20', 'Eye care', 365n],            ['Enzyme tablets, 12', 'Contact lens care', 610n],
  ['Cleaning wipes, 30', 'Glasses care', 155n],        ['Cleaning wipes, 200', 'Glasses care', 720n],
  ['Anti-fog spray 30 ml', 'Glasses care', 325n],      ['Anti-fog cloth', 'Glasses care', 240n],
  ['Insertion gel 15 ml', 'Contact lens care', 345n],  ['Ultrasonic concentrate 500 ml', 'Workshop', 610n],
  ['Workshop cleaner, litre', 'Workshop', 460n],       ['Demineralised water, litre', 'Workshop', 95n],
  ['Hand disinfectant 500 ml', 'Hygiene', 395n],       ['Chin rest papers, 500', 'Hygiene', 275n],
  ['Trial lens wipes, 100', 'Hygiene', 430n],          ['Frame polish 50 ml', 'Workshop', 515n],
  ['Care starter set', 'Sets', 690n],                  ['Travel care set', 'Sets', 480n],
  ['Eye mask, warming', 'Eye care', 880n],
];

// biome-ignore format: a table reads as a table
const INSTRUMENTS: readonly PricedName[] = [
  ['Trial frame, universal', 'Refraction', 21500n],     ['Pupillometer PD-7', 'Refraction', 38500n],
  ['Trial lens set, 266', 'Refraction', 64000n],        ['Lensmeter, manual', 'Workshop', 72000n],
  ['Focimeter, digital', 'Workshop', 148000n],          ['Frame heater', 'Workshop', 14500n],
  ['Hand edger', 'Workshop', 86000n],                   ['Ultrasonic cleaner 3 l', 'Workshop', 18900n],
  ['Retinoscope set', 'Examination', 41500n],           ['Ophthalmoscope, direct', 'Examination', 34800n],
  ['Ophthalmoscope, indirect', 'Examination', 119000n], ['Slit lamp SL-3', 'Examination', 268000n],
  ['Slit lamp SL-5 with camera', 'Examination', 612000n], ['Applanation tonometer', 'Examination', 98000n],
  ['Non-contact tonometer', 'Examination', 534000n],    ['Autorefractor AR-2', 'Refraction', 695000n],
  ['Phoropter, manual', 'Refraction', 245000n],         ['Phoropter, digital', 'Refraction', 785000n],
  ['Chart projector', 'Refraction', 89000n],            ['Vision screener', 'Examination', 325000n],
  ['Lens edger LE-4', 'Workshop', 985000n],             ['Pachymeter, handheld', 'Examination', 187000n],
  ['Examination chair', 'Furniture', 228000n],          ['Instrument table, lifting', 'Furniture', 69000n],
  ['Colour vision test book', 'Examination', 16800n],
];

// biome-ignore format: a table reads as a table
const PARTS: readonly PricedName[] = [
  ['Slit lamp bulb', 'Bulbs', 1150n],           ['Projector bulb', 'Bulbs', 1890n],
  ['Ophthalmoscope bulb', 'Bulbs', 980n],       ['Rechargeable handle', 'Power', 7400n],
  ['Charging base', 'Power', 6250n],            ['Tonometer prism', 'Optics', 5600n],
  ['Edger wheel, coarse', 'Wheels', 18700n],    ['Edger wheel, fine', 'Wheels', 21500n],
  ['Edger suction cups, 10', 'Wheels', 1240n],  ['Blocking pads, 1000', 'Wheels', 4850n],
  ['Chin rest', 'Furniture', 3900n],            ['Printer paper, 10 rolls', 'Paper', 860n],
  ['Dust cover', 'Furniture', 1320n],           ['Fuse set', 'Power', 260n],
  ['Mirror, front surface', 'Optics', 2950n],
];

/** The description of the item that comes at a place of its line's catalogue. */
export function describeItem(line: LineName, place: number): ItemDescription {
  return DESCRIPTIONS[line](place);
}

const DESCRIPTIONS: Record<LineName, (place: number) => ItemDescription> = {
  frames: (place) => frame(FRAME_BRANDS, FRAME_MODELS, place),
  'designer-frames': (place) => frame(DESIGNER_BRANDS, DESIGNER_MODELS, place),
  sunglasses: (place) => frame(SUN_BRANDS, SUN_MODELS, place),
  'contact-lenses': contactLens,
  lenses: lens,
  accessories: accessory,
  care: (place) => {
    const described = listed(CARE, place);
    return described.name.endsWith('litre') ? { ...described, inLitres: true } : described;
  },
  instruments: (place) => listed(INSTRUMENTS, place),
  parts: (place) => listed(PARTS, place),
};

function frame(brands: readonly Brand[], models: readonly string[], place: number) {
  const [brand, category, cents] = at(brands, place);
  const model = at(models, Math.trunc(place / brands.length));
  const colour = at(COLOURS, place * 3);
  const size = 48 + ((place * 5) % 9);
  // Models of a brand differ by up to a quarter, in steps of half a euro.
  const surcharge = ((cents * BigInt((place * 7) % 26)) / 5000n) * 50n;
  return { name: `${brand} ${model} ${size} ${colour}`, category, cents: cents + surcharge };
}

function contactLens(place: number): ItemDescription {
  const [series, category, cents] = at(CONTACT_SERIES, place);
  const power = at(POWERS, Math.trunc(place / CONTACT_SERIES.length));
  return { name: `${series} ${power}`, category, cents };
}

function lens(place: number): ItemDescription {
  const [design, category, cents] = at(LENS_DESIGNS, place);
  const rest = Math.trunc(place / LENS_DESIGNS.length);
  const [index, more] = at(LENS_INDEXES, rest);
  const [coating, most] = at(LENS_COATINGS, Math.trunc(rest / LENS_INDEXES.length));
  return { name: `${design} ${index} ${coating}`, category, cents: cents + more + most };
}

function accessory(place: number): ItemDescription {
  const { name, category, cents } = listed(ACCESSORIES, place);
  const variant = at(VARIANTS, Math.trunc(place / ACCESSORIES.length));
  return { name: `${name}, ${variant}`, category, cents };
}

function listed(names: readonly PricedName[], place: number): ItemDescription {
  const [name, category, cents] = at(names, place);
  return { name, category, cents };
}

function at<Member>(list: readonly Member[], place: number): Member {
  const member = list[place % list.length];
  assert(member !== undefined, 'the list has members');
  return member;
}
