/** Drawings that stand for villagers' photos: a rehearsal shows nobody's real yard. */
import { encodePng, type Colour } from './png.ts';

const WIDTH = 480;
const HEIGHT = 360;

const COLOURS = {
  sky: [190, 217, 235], dusk: [38, 44, 70], cloud: [233, 240, 245], field: [128, 168, 92], grass: [96, 138, 72],
  earth: [150, 120, 86], road: [120, 118, 116], kerb: [188, 184, 176], hole: [88, 84, 80], puddle: [120, 148, 166],
  wall: [226, 206, 170], roof: [168, 78, 58], dark: [48, 50, 56], steel: [92, 98, 108], light: [250, 222, 130],
  blue: [66, 112, 168], red: [196, 72, 66], white: [244, 242, 236], foul: [62, 62, 44], foam: [196, 190, 160],
  smoke: [150, 150, 156],
} as const satisfies Record<string, Colour>;
type ColourName = keyof typeof COLOURS;
const NAMES = Object.keys(COLOURS) as ColourName[];

interface Shape { colour: ColourName; covers(x: number, y: number): boolean }

function box(colour: ColourName, left: number, top: number, width: number, height: number): Shape {
  return { colour, covers: (x, y) => x >= left && x < left + width && y >= top && y < top + height };
}

function oval(colour: ColourName, x0: number, y0: number, rx: number, ry: number): Shape {
  return { colour, covers: (x, y) => ((x - x0) / rx) ** 2 + ((y - y0) / ry) ** 2 <= 1 };
}

/** Straight sides from the top edge to the bottom edge. */
function slab(
  colour: ColourName, [left, right]: [number, number], top: number, [l, r]: [number, number], bottom: number,
): Shape {
  return {
    colour,
    covers(x, y) {
      const down = (y - top) / (bottom - top);
      return down >= 0 && down <= 1 && x >= left + (l - left) * down && x <= right + (r - right) * down;
    },
  };
}

function house(x: number, y: number): Shape[] {
  return [
    box('wall', x, y, 70, 46), slab('roof', [x + 18, x + 52], y - 26, [x - 8, x + 78], y),
    box('dark', x + 28, y + 20, 15, 26), box('blue', x + 8, y + 12, 14, 14),
  ];
}

const COUNTRYSIDE: Shape[] = [
  box('sky', 0, 0, WIDTH, 150), oval('cloud', 110, 52, 58, 15), oval('cloud', 330, 78, 70, 16),
  box('field', 0, 150, WIDTH, 210),
];

const PICTURES = {
  road: [
    ...COUNTRYSIDE, ...house(40, 118), ...house(350, 122),
    slab('kerb', [214, 270], 150, [40, 452], 360), slab('road', [220, 264], 150, [62, 430], 360),
    oval('hole', 206, 252, 60, 19), oval('puddle', 204, 254, 49, 14), oval('hole', 316, 312, 76, 23),
    oval('puddle', 318, 315, 63, 17), oval('hole', 250, 196, 24, 7), oval('puddle', 250, 197, 18, 5),
    oval('hole', 150, 338, 46, 13),
  ],
  rubbish: [
    ...COUNTRYSIDE, box('steel', 0, 120, WIDTH, 12), box('kerb', 0, 132, WIDTH, 26), box('kerb', 70, 150, 34, 120),
    box('kerb', 380, 150, 34, 120), slab('earth', [0, 480], 262, [0, 480], 360),
    oval('dark', 196, 286, 64, 36), oval('white', 256, 298, 44, 30), oval('blue', 300, 274, 38, 30),
    oval('red', 230, 264, 26, 18), oval('dark', 344, 300, 42, 26), oval('foam', 160, 312, 48, 20),
    oval('white', 318, 322, 26, 13), oval('light', 270, 326, 20, 10), oval('blue', 214, 330, 24, 11),
  ],
  lamp: [
    box('dusk', 0, 0, WIDTH, 250), oval('light', 400, 52, 20, 20), oval('dusk', 408, 46, 18, 18),
    box('dark', 0, 236, WIDTH, 124), slab('steel', [226, 250], 236, [120, 360], 360),
    box('steel', 150, 62, 9, 200), box('steel', 150, 58, 78, 7),
    oval('dark', 232, 68, 24, 9), box('steel', 340, 120, 6, 130), box('steel', 304, 118, 40, 5),
    oval('dark', 302, 124, 14, 6),
    slab('dark', [38, 72], 178, [12, 98], 204), box('dark', 20, 204, 70, 40), box('light', 34, 214, 12, 12),
    slab('dark', [392, 430], 186, [370, 452], 208), box('dark', 378, 208, 66, 40), box('light', 412, 216, 12, 12),
  ],
  canal: [
    ...COUNTRYSIDE, box('wall', 296, 92, 150, 70), box('roof', 290, 82, 162, 12), box('steel', 406, 32, 18, 52),
    oval('smoke', 402, 24, 34, 15), oval('smoke', 352, 14, 44, 14), oval('smoke', 290, 8, 40, 9),
    slab('grass', [246, 322], 158, [60, 470], 360), slab('foul', [262, 306], 158, [104, 430], 360),
    oval('steel', 312, 170, 9, 7), oval('foam', 292, 196, 18, 5), oval('foam', 250, 250, 34, 8),
    oval('foam', 312, 296, 46, 9), oval('foam', 196, 330, 40, 9),
  ],
} as const satisfies Record<string, Shape[]>;

export type PictureName = keyof typeof PICTURES;
export const PICTURE_NAMES = Object.keys(PICTURES) as PictureName[];

/** The drawing as a PNG of a few kilobytes, the same bytes every time. */
export function drawPicture(name: PictureName): Buffer {
  const points = new Uint8Array(WIDTH * HEIGHT);
  for (const shape of PICTURES[name]) {
    const place = NAMES.indexOf(shape.colour);
    for (let y = 0; y < HEIGHT; y++) {
      for (let x = 0; x < WIDTH; x++) if (shape.covers(x, y)) points[y * WIDTH + x] = place;
    }
  }
  return encodePng(WIDTH, HEIGHT, NAMES.map((colour) => COLOURS[colour]), points);
}
