import { assert } from 'perpetua-core';
import type { LineName } from './product-lines.ts';

/** What the catalogue says of an item beside its classification. */
export type ItemDescription = {
  readonly name: string;
  readonly category: string;
  /** Purchase price at the beginning of the year, in cents. */
  readonly cents: number;
  /** Kept in thousandths (litres); without it whole pieces. */
  readonly inLitres?: true;
};

type PricedName = readonly [name: string, category: string, cents: number];
type Brand = readonly [name: string, category: string, cents: number];

const FRAME_BRANDS: readonly Brand[] = [
  ['Norvik', 'Metal', 2150],
  ['Tarn & Fell', 'Acetate', 2890],
  ['Belluno', 'Acetate', 3460],
  ['Jura', 'Titanium', 4720],
  ['Kvist', 'Wood', 5350],
  ['Pelago', 'Acetate', 1690],
  ['Junior Fox', 'Children', 1380],
  ['Linea Sette', 'Metal', 2480],
  ['Oram Classics', 'Metal', 1920],
];
const FRAME_MODELS = [
  'Alder', 'Birch', 'Cedar', 'Dune', 'Elm', 'Fjord', 'Grove', 'Heron', 'Isle', 'Juniper',
] as const; // biome-ignore format: a list of names
const DESIGNER_BRANDS: readonly Brand[] = [
  ['Maison Orelle', 'Acetate', 9850],
  ['Isaura Vant', 'Titanium', 12400],
  ['Teodor Kray', 'Horn', 15600],
  ['Casa Mirelli', 'Acetate', 7950],
  ['Atelier Nuit', 'Metal', 8700],
];
const DESIGNER_MODELS = [
  'Amadeus', 'Bellevue', 'Colette', 'Dorian', 'Estelle', 'Florent', 'Ginevra', 'Hadrien', 'Ines',
] as const; // biome-ignore format: a list of names
const SUN_BRANDS: readonly Brand[] = [
  ['Solamar', 'Polarised', 3280],
  ['Norvik Sun', 'Sport', 2640],
  ['Costa Brena', 'Fashion', 1750],
  ['Alpenglow', 'Mountain', 5480],
];
const SUN_MODELS = [
  'Azur', 'Breeze', 'Corniche', 'Delta', 'Espada', 'Faro', 'Gulf', 'Harbour', 'Islet', 'Jetty',
] as const; // biome-ignore format: a list of names
const COLOURS = ['black', 'tortoise', 'slate blue', 'gunmetal', 'honey', 'burgundy', 'olive'];

const CONTACT_SERIES: readonly Brand[] = [
  ['Aqualune Daily 30', 'Daily', 1140],
  ['Aqualune Daily 90', 'Daily', 2890],
  ['ClearTide Monthly 6', 'Monthly', 1560],
  ['ClearTide Toric 6', 'Toric', 2240],
  ['Tidepool Multifocal 6', 'Multifocal', 2680],
];
const POWERS = [
  '-1.00', '-1.50', '-2.00', '-2.50', '-3.00', '-3.50', '-4.00', '-5.00', '-0.75', '+1.00', '+2.00', '-6.00',
] as const; // biome-ignore format: a list of names

const LENS_DESIGNS: readonly Brand[] = [
  ['Single vision', 'Single vision', 480],
  ['Progressive', 'Progressive', 3150],
  ['Office', 'Degressive', 2240],
  ['Bifocal', 'Bifocal', 1420],
  ['Myopia control', 'Children', 4150],
];
/** Index of refraction, with the surcharge in cents. */
const LENS_INDEXES = [
  ['1.50', 0],
  ['1.60', 690],
  ['1.67', 1540],
  ['1.74', 3480],
] as const;
const LENS_COATINGS = [
  ['hard coated', 0],
  ['anti-reflex', 310],
  ['blue filter', 540],
] as const;

// biome-ignore format: a table reads as a table
const ACCESSORIES: readonly PricedName[] = [
  ['Hard case', 'Cases', 310],            ['Folding case', 'Cases', 265],
  ['Soft pouch', 'Cases', 95],            ['Leather case', 'Cases', 1190],
  ['Children\'s case', 'Cases', 245],     ['Microfibre cloth', 'Cloths', 85],
  ['Glasses cord', 'Cords', 190],         ['Glasses chain', 'Cords', 640],
  ['Sports band', 'Cords', 275],          ['Nose pads, set', 'Repair', 110],
  ['Repair kit', 'Repair', 235],          ['Temple tips, pair', 'Repair', 125],
  ['Reading magnifier', 'Magnifiers', 990], ['Pocket magnifier', 'Magnifiers', 620],
  ['Clip-on sun lens', 'Clip-ons', 1290], ['Bedside stand', 'Stands', 845],
  ['Contact lens case', 'Cases', 90],     ['Travel set', 'Sets', 560],
  ['Anti-slip hooks', 'Repair', 135],     ['Gift box', 'Cases', 380],
];
const VARIANTS = ['black', 'sand'] as const;

// biome-ignore format: a table reads as a table
const CARE: readonly PricedName[] = [
  ['Lens spray 30 ml', 'Glasses care', 145],          ['Lens spray 100 ml', 'Glasses care', 290],
  ['All-in-one solution 360 ml', 'Contact lens care', 385], ['All-in-one solution 100 ml', 'Contact lens care', 195],
  ['Saline 360 ml', 'Contact lens care', 165],        ['Peroxide system 360 ml', 'Contact lens care', 545],
  ['Moistening drops 10 ml', 'Eye care', 420],        ['Moistening drops, 20 single doses', 'Eye care', 585],
  ['Lid care wipes, 20', 'Eye care', 365],            ['Enzyme tablets, 12', 'Contact lens care', 610],
  ['Cleaning wipes, 30', 'Glasses care', 155],        ['Cleaning wipes, 200', 'Glasses care', 720],
  ['Anti-fog spray 30 ml', 'Glasses care', 325],      ['Anti-fog cloth', 'Glasses care', 240],
  ['Insertion gel 15 ml', 'Contact lens care', 345],  ['Ultrasonic concentrate 500 ml', 'Workshop', 610],
  ['Workshop cleaner, litre', 'Workshop', 460],       ['Demineralised water, litre', 'Workshop', 95],
  ['Hand disinfectant 500 ml', 'Hygiene', 395],       ['Chin rest papers, 500', 'Hygiene', 275],
  ['Trial lens wipes, 100', 'Hygiene', 430],          ['Frame polish 50 ml', 'Workshop', 515],
  ['Care starter set', 'Sets', 690],                  ['Travel care set', 'Sets', 480],
  ['Eye mask, warming', 'Eye care', 880],
];

// biome-ignore format: a table reads as a table
const INSTRUMENTS: readonly PricedName[] = [
  ['Trial frame, universal', 'Refraction', 21500],     ['Pupillometer PD-7', 'Refraction', 38500],
  ['Trial lens set, 266', 'Refraction', 64000],        ['Lensmeter, manual', 'Workshop', 72000],
  ['Focimeter, digital', 'Workshop', 148000],          ['Frame heater', 'Workshop', 14500],
  ['Hand edger', 'Workshop', 86000],                   ['Ultrasonic cleaner 3 l', 'Workshop', 18900],
  ['Retinoscope set', 'Examination', 41500],           ['Ophthalmoscope, direct', 'Examination', 34800],
  ['Ophthalmoscope, indirect', 'Examination', 119000], ['Slit lamp SL-3', 'Examination', 268000],
  ['Slit lamp SL-5 with camera', 'Examination', 612000], ['Applanation tonometer', 'Examination', 98000],
  ['Non-contact tonometer', 'Examination', 534000],    ['Autorefractor AR-2', 'Refraction', 695000],
  ['Phoropter, manual', 'Refraction', 245000],         ['Phoropter, digital', 'Refraction', 785000],
  ['Chart projector', 'Refraction', 89000],            ['Vision screener', 'Examination', 325000],
  ['Lens edger LE-4', 'Workshop', 985000],             ['Pachymeter, handheld', 'Examination', 187000],
  ['Examination chair', 'Furniture', 228000],          ['Instrument table, lifting', 'Furniture', 69000],
  ['Colour vision test book', 'Examination', 16800],
];

// biome-ignore format: a table reads as a table
const PARTS: readonly PricedName[] = [
  ['Slit lamp bulb', 'Bulbs', 1150],           ['Projector bulb', 'Bulbs', 1890],
  ['Ophthalmoscope bulb', 'Bulbs', 980],       ['Rechargeable handle', 'Power', 7400],
  ['Charging base', 'Power', 6250],            ['Tonometer prism', 'Optics', 5600],
  ['Edger wheel, coarse', 'Wheels', 18700],    ['Edger wheel, fine', 'Wheels', 21500],
  ['Edger suction cups, 10', 'Wheels', 1240],  ['Blocking pads, 1000', 'Wheels', 4850],
  ['Chin rest', 'Furniture', 3900],            ['Printer paper, 10 rolls', 'Paper', 860],
  ['Dust cover', 'Furniture', 1320],           ['Fuse set', 'Power', 260],
  ['Mirror, front surface', 'Optics', 2950],
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
  const surcharge = Math.trunc((cents * ((place * 7) % 26)) / 5000) * 50;
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
