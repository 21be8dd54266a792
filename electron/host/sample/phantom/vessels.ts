/** Portal and hepatic venous trees that grow into the liver: each new twig starts at the nearest node, radii follow Murray's law. */
import { add, length, scale, subtract, type Vec3 } from '../../../core/domain/geometry.ts';
import { uniform } from './random.ts';
import type { Box, Distance } from './shapes.ts';

/** One piece of a vessel. */
export interface VesselPiece {
  readonly from: Vec3;
  readonly to: Vec3;
  readonly fromRadiusMm: number;
  readonly toRadiusMm: number;
}

interface Node {
  readonly at: Vec3;
  readonly parent: number;
}

/** Radius of the last twigs that a CT shows. */
const TWIG_RADIUS_MM = 1.1;
const TWIG_PIECES = 3;

function nearest(nodes: readonly Node[], point: Vec3): number {
  let best = 0;
  let bestDistance = Infinity;
  nodes.forEach((node, index) => {
    const distance = length(subtract(node.at, point));
    if (distance < bestDistance) [best, bestDistance] = [index, distance];
  });
  return best;
}

/** Points deep enough in the liver for a vessel to end there. */
export function pointsInside(distance: Distance, box: Box, count: number, depthMm: number, seed: number): Vec3[] {
  const random = uniform(seed);
  const points: Vec3[] = [];
  for (let tries = 0; points.length < count && tries < count * 200; tries++) {
    const point: Vec3 = [
      box.min[0] + random() * (box.max[0] - box.min[0]),
      box.min[1] + random() * (box.max[1] - box.min[1]),
      box.min[2] + random() * (box.max[2] - box.min[2]),
    ];
    if (distance(...point) < -depthMm) points.push(point);
  }
  return points;
}

/**
 * @param trunk branches given by anatomy, as polylines; the first starts at the root, each other starts at the nearest node so far
 * @param targets where twigs end
 * @param rootRadiusMm radius of the first node
 */
export function growTree(
  trunk: readonly (readonly Vec3[])[],
  targets: readonly Vec3[],
  rootRadiusMm: number,
  seed: number,
): VesselPiece[] {
  const random = uniform(seed);
  const nodes: Node[] = [{ at: trunk[0]![0]!, parent: -1 }];
  for (const branch of trunk) {
    let parent = nearest(nodes, branch[0]!);
    for (const at of branch.slice(1)) {
      const start = nodes[parent]!.at;
      for (let piece = 1; piece <= TWIG_PIECES; piece++) {
        nodes.push({ at: add(start, scale(subtract(at, start), piece / TWIG_PIECES)), parent });
        parent = nodes.length - 1;
      }
    }
  }
  for (const target of targets) {
    let parent = nearest(nodes, target);
    const start = nodes[parent]!.at;
    const way = subtract(target, start);
    const bend = scale([random() - 0.5, random() - 0.5, random() - 0.5], 0.35 * length(way));
    for (let piece = 1; piece <= TWIG_PIECES; piece++) {
      const part = piece / TWIG_PIECES;
      nodes.push({ at: add(start, add(scale(way, part), scale(bend, part * (1 - part)))), parent });
      parent = nodes.length - 1;
    }
  }
  // Murray: the cube of a vessel's radius is the sum of its branches' cubes. Children come after their parents.
  const cubes = nodes.map(() => 0);
  for (let index = nodes.length - 1; index >= 0; index--) {
    if (cubes[index] === 0) cubes[index] = TWIG_RADIUS_MM ** 3;
    const { parent } = nodes[index]!;
    if (parent >= 0) cubes[parent]! += cubes[index]!;
  }
  const growth = Math.log(rootRadiusMm / TWIG_RADIUS_MM) / Math.log(Math.cbrt(cubes[0]!) / TWIG_RADIUS_MM);
  const radii = cubes.map((cube) => TWIG_RADIUS_MM * (Math.cbrt(cube) / TWIG_RADIUS_MM) ** growth);
  return nodes.flatMap(({ at, parent }, index) =>
    parent < 0
      ? []
      : [
          {
            from: nodes[parent]!.at,
            to: at,
            fromRadiusMm: Math.min(radii[parent]!, radii[index]! * 1.5),
            toRadiusMm: radii[index]!,
          },
        ],
  );
}
