import js from '@eslint/js';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** What the files of each layer may not import. A layer that isn't listed may import anything. */
const layers = [
  {
    files: 'electron/core/**',
    banned: ['node:*', '**/host/**', '**/main/**', '**/wasm/**', '**/renderer/**', 'electron', 'react'],
  },
  {
    files: 'wasm/kernels/**',
    banned: ['node:*', '**/runner/**', '**/itk/**', '**/host/**', '**/renderer/**', 'electron', 'react'],
  },
  { files: 'wasm/{itk,models,runner}/**', banned: ['**/host/**', '**/renderer/**', 'electron', 'react'] },
  {
    files: 'electron/host/**',
    banned: ['electron', '**/main/**', '**/loopback/**', '**/cli/**', '**/renderer/**', 'react'],
  },
  {
    files: 'electron/host/!(dicom)/**',
    banned: [
      'electron',
      'dicom-parser',
      'dcmjs',
      '**/main/**',
      '**/loopback/**',
      '**/cli/**',
      '**/renderer/**',
      'react',
    ],
  },
  {
    files: 'electron/{loopback,cli}/**',
    banned: ['electron', '**/main/**', '**/renderer/**', 'better-sqlite3', 'dicom-parser'],
  },
  { files: 'electron/main/**', banned: ['better-sqlite3', 'dicom-parser', '**/renderer/**', '**/cli/**'] },
  {
    files: 'renderer/**',
    banned: ['node:*', '**/electron/host/**', '**/electron/main/**', 'electron', 'better-sqlite3', '@cornerstonejs/*'],
  },
  {
    files: 'renderer/imaging/**',
    banned: [
      'node:*',
      '**/electron/host/**',
      '**/electron/main/**',
      '**/features/**',
      'electron',
      'better-sqlite3',
      'react',
    ],
  },
  {
    files: 'renderer/ui/**',
    banned: ['node:*', '**/electron/**', '**/features/**', '**/imaging/**', 'electron', 'zustand'],
  },
];

/** Package names are exact; patterns (with a star) follow the rules of .gitignore. */
function restriction(banned) {
  const message = 'This layer may not import it: see the folder map in the README.';
  return {
    paths: banned.filter((name) => !name.includes('*')).map((name) => ({ name, message })),
    patterns: [{ group: banned.filter((name) => name.includes('*')), message }],
  };
}

export default tseslint.config(
  { ignores: ['dist', 'node_modules', '.cache', 'test-results', 'playwright-report'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      eqeqeq: 'error',
    },
  },
  { files: ['renderer/**/*.{ts,tsx}'], plugins: { 'react-hooks': hooks }, rules: hooks.configs.recommended.rules },
  ...layers.map(({ files, banned }) => ({
    files: [`${files}/*.{ts,tsx}`],
    ignores: ['**/*.test.ts', '**/*.test.tsx'],
    rules: { 'no-restricted-imports': ['error', restriction(banned)] },
  })),
  {
    files: ['**/*.{js,mjs}'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: { process: 'readonly', console: 'readonly' } },
  },
);
