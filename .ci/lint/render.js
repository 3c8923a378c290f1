// Draws every diagram, decision and form of processes/ into docs/processes/, as a modeler and a task worker see them.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, '../../processes');
const target = join(here, '../../docs/processes');

// What the forms show: one incident in the middle of its work.
const example = {
  number: 'INC-000042', title: 'Orders take more than 2 s', service: 'crm-order', category: 'performance',
  severity: 'critical', priority: 2, impact: 'high', urgency: 'high', team: 'platform',
  why: 'slow-orders: p95 of response time 2,340 ms over 5 min, limit 800 ms\ndatabase-saturated: 97 of 100 connections in use',
  diagnosis: 'Orders wait for connections of the customer database.', component: 'crm-db',
  cause: 'A report without an index holds its connections for minutes.', action: 'Stopped the report and added the index.',
  openFindings: 1, openFindingsText: 'database-saturated: 81 of 100 connections in use, open for 12 min', checks: 3,
  runbook: 'Restart the connection pool of crm-db, one node after the other.', approved: true,
  lastAction: 'Raised the pool to 100 connections.',
};
// What the approval of a maintenance shows instead.
const maintenance = {
  maintenance: 'MW-000012', title: 'Move crm-db to new disks', service: 'crm-db, crm-search', proposedBy: 'liu.yang',
  conditions: 'severity!="critical"',
  why: 'The old disks are at 91 %.', approved: 'true',
  times: 'Sun 2026-03-08 02:30 – Sun 2026-03-08 04:30\nSun 2026-03-15 02:30 – Sun 2026-03-15 04:30\n(Asia/Shanghai)',
};
// And what the decision on a model shows.
const model = {
  challenger: 'faults', challengerVersion: '1f83c2d09be4a776', champion: 'faults', championVersion: '8c00de5511f2b3a9',
  period: '2026-03-05T00:00:00Z – 2026-03-08T12:00:00Z', faults: 9,
  budget: '1', challengerAuc: '0.742', challengerAveragePrecision: '0.311', challengerBrier: '0.011',
  challengerRecallWithinBudget: '0.556', challengerRecallAtThreshold: '0.667', challengerFalseAlarmsAtThreshold: '1.31',
  championAuc: '0.701', championAveragePrecision: '0.262', championBrier: '0.012', championRecallWithinBudget: '0.444',
  championRecallAtThreshold: '0.444', championFalseAlarmsAtThreshold: '0.93', approved: 'true',
  notes: 'With 9 faults these figures say little.',
};
// Where a form is drawn with other answers: half filled in, so that conditional fields are seen, or still empty.
const answers = {
  'approve-maintenance': maintenance,
  'approve-model': model,
  diagnose: { outcome: 'confirmed', lastAction: null },
  locate: { component: null, cause: null },
  prevent: {
    outcome: 'prevented', title: 'A fault of crm-db is likely within 15 min', service: 'crm-db', severity: 'warning', priority: 3,
    why: 'a fault of crm-db is likely within 15 min: 91 % (connections in use rise by 4 % a minute)',
    action: 'Moved the nightly report to another node.',
  },
  repair: { action: null },
  recover: { recovered: 'true' },
};

const file = (path) => ({ [extname(path) === '.css' ? 'style' : 'script']: join(here, 'node_modules', path) });
const viewers = {
  '.bpmn': { parts: [file('bpmn-js/dist/bpmn-viewer.production.min.js')], canvas: 'width:1600px;height:1200px', draw: drawBpmn },
  '.dmn': {
    parts: [
      'diagram-js.css', 'dmn-js-shared.css', 'dmn-js-drd.css', 'dmn-js-decision-table.css', 'dmn-js-literal-expression.css',
      'dmn-font/css/dmn-embedded.css',
    ].map((css) => file(`dmn-js/dist/assets/${css}`)).concat(file('dmn-js/dist/dmn-viewer.production.min.js')),
    canvas: 'width:1180px',
    draw: drawDmn,
  },
  '.form': {
    parts: [file('@bpmn-io/form-js/dist/assets/form-js.css'), file('@bpmn-io/form-js/dist/form-viewer.umd.js')],
    canvas: 'width:720px;padding:16px',
    draw: drawForm,
  },
};

const framed = (svg) =>
  `<!doctype html><main style="display:inline-block;padding:16px;background:#fff">${svg.slice(svg.indexOf('<svg'))}</main>`;

async function drawBpmn(page, text, name) {
  const svg = await page.evaluate(async (xml) => {
    const viewer = new BpmnJS({ container: '#canvas' });
    const { warnings } = await viewer.importXML(xml);
    if (warnings.length) throw new Error(warnings.join('\n'));
    return (await viewer.saveSVG()).svg;
  }, text);
  await page.setContent(framed(svg));
  await page.locator('main').screenshot({ path: join(target, `${name}.png`) });
}

async function drawDmn(page, text, name) {
  await page.addStyleTag({ content: '.view-drd { display: none } .dmn-decision-table-container { width: max-content; height: auto; padding-bottom: 40px }' });
  const views = await page.evaluate(async (xml) => {
    window.viewer = new DmnJS({ container: '#canvas' });
    const { warnings } = await viewer.importXML(xml);
    if (warnings.length) throw new Error(warnings.join('\n'));
    return viewer.getViews().map(({ type, id }) => ({ type, id }));
  }, text);
  for (const [index, { type, id }] of views.entries()) {
    await page.evaluate(async (i) => {
      await viewer.open(viewer.getViews()[i]);
      if (viewer.getViews()[i].type === 'drd') viewer.getActiveViewer().get('canvas').zoom('fit-viewport', 'auto');
    }, index);
    if (type === 'drd') {
      const { svg } = await page.evaluate(() => viewer.getActiveViewer().saveSVG());
      const drawing = await page.context().newPage();
      await drawing.setContent(framed(svg));
      await drawing.locator('main').screenshot({ path: join(target, `${name}-overview.png`) });
      await drawing.close();
    } else {
      await page.locator('.dmn-decision-table-container').screenshot({ path: join(target, `${id}.png`) });
    }
  }
}

async function drawForm(page, text, name) {
  await page.evaluate(async ([schema, data]) => {
    const form = new FormViewer.Form({ container: '#canvas' });
    const { warnings } = await form.importSchema(schema, data);
    if (warnings.length) throw new Error(warnings.join('\n'));
    await new Promise((drawn) => setTimeout(drawn));
  }, [JSON.parse(text), { ...example, ...answers[name] }]);
  await page.locator('#canvas').screenshot({ path: join(target, `form-${name}.png`) });
}

mkdirSync(target, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});
const context = await browser.newContext({ deviceScaleFactor: 2, viewport: { width: 1600, height: 1200 } });
try {
  for (const entry of readdirSync(source).sort()) {
    const viewer = viewers[extname(entry)];
    if (!viewer) continue;
    const page = await context.newPage();
        await page.setContent(`<!doctype html><body style="margin:0;background:#fff"><div id="canvas" style="${viewer.canvas};box-sizing:border-box"></div></body>`);
    for (const part of viewer.parts) {
      await (part.style ? page.addStyleTag({ path: part.style }) : page.addScriptTag({ path: part.script }));
    }
    await viewer.draw(page, readFileSync(join(source, entry), 'utf8'), basename(entry, extname(entry)));
    await page.close();
    console.log(`drawn ${entry}`);
  }
} finally {
  await browser.close();
}
