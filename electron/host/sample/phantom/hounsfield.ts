/** Portal-venous phase, in HU. */
export const hounsfield = {
  air: -1000,
  lung: -850,
  fat: -102,
  mesentery: -92,
  skin: 20,
  muscle: 60,
  bile: 12,
  water: 8,
  liver: 110,
  vessel: 170,
  hepaticVein: 163,
  tumour: 58,
  spleen: 122,
  bowelWall: 78,
  lipiodol: 620,
} as const;
