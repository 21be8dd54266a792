import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no place for the window.');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
