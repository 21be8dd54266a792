/** Design tokens and accessible components. They know nothing of the program: texts, values and actions come in as props. */
import './tokens.css';
import './base.css';
import './controls.css';
import './overlays.css';
import './display.css';
import './layout.css';
import './print.css';

export {
  Button,
  IconButton,
  ToolButton,
  type ButtonProps,
  type ButtonVariant,
  type IconButtonProps,
} from './Button.tsx';
export { Banner, Badge, Disclosure, EmptyState, ProgressBar, Stat, StatusChip, type Tone } from './display.tsx';
export { Checkbox, CheckboxGroup, DateField, NumberField, Select, TextField, type Option } from './fields.tsx';
export { Grid, Page, Panel, Row, Stack } from './layout.tsx';
export { FileDrop, refuseDrops } from './FileDrop.tsx';
export { NoticeRegion, type NoticeSpec } from './Notices.tsx';
export { ChoiceMenu, Dialog, Menu, type Choice, type MenuEntry } from './overlays.tsx';
export { Table, type ColumnSpec, type Sorting } from './Table.tsx';
export { useRowKeys } from './useRowKeys.ts';
export { useRowWindow } from './useRowWindow.ts';
