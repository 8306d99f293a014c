import './style.css';

import { CHART_STYLE } from '@tintype/charts';
import { THEME } from '@tintype/report';
import { render } from 'preact';

import { registerOffline } from './offline/register-offline.ts';
import { Studio } from './studio.tsx';

const theme = new CSSStyleSheet();
theme.replaceSync(`${THEME}${CHART_STYLE}`);
document.adoptedStyleSheets = [theme];

const root = document.querySelector('#studio');
if (root === null) throw new Error('index.html: expected an element #studio');
render(<Studio />, root);
if (import.meta.env.PROD) void registerOffline();
