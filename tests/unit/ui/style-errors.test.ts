import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  columns,
  type DirtList,
  despawn,
  type Entity,
  ROW_MASK,
  watchDirt,
} from '../../../src/ecs';
import { LayoutStyle } from '../../../src/ecs/stores';
import { createHeadlessApp, type HeadlessApp } from '../../../src/testing/headless-app';
import { box, defineStyle, type Style, setStyle } from '../../../src/ui';

let app: HeadlessApp;
let element: Entity;
let row: number;
let dirt: DirtList;

beforeEach(() => {
  app = createHeadlessApp();
  element = box(app.world, {});
  row = element & ROW_MASK;
  app.frames(1);
  dirt = watchDirt(app.world, 127);
  dirt.take();
});

afterEach(() => {
  dirt.dispose();
  app.dispose();
});

it.each([
  [{ width: Number.NaN }, /width is NaN/],
  [{ width: Number.POSITIVE_INFINITY }, /width is Infinity/],
  [{ width: -1 }, /width is -1; give a finite number >= 0/],
  [{ width: 1e7 }, /width is 10000000; give a finite number >= 0 below 10,000,000, a length/],
  [{ left: -1e7 }, /left is -10000000; give a finite number below 10,000,000, a length/],
  [{ flexGrow: 1e9 }, /flexGrow is 1000000000; give a finite number >= 0 below 10,000,000$/],
  [{ order: 1e7 }, /order is 10000000; give an integer, a finite number below 10,000,000$/],
  [{ gridAutoRows: '1e7px' }, /a track size below 10,000,000 instead of '1e7px'/],
  [{ gridAutoRows: '5em' }, /a track size instead of '5em'/],
  [{ width: 'none' }, /width is 'none'/],
  [{ padding: '1px 2px' }, /one length for all, or each its own: paddingLeft, paddingTop, padd/],
  [{ margin: '0 auto' }, /margin is '0 auto'; give .*: marginLeft, marginTop, marginRight, /],
  [{ gap: '1px 2px' }, /gap is '1px 2px'; give .*: columnGap, rowGap$/],
  [{ overflow: 'scroll' }, /overflow is 'scroll'; give 'hidden', which clips, or a virtualList/],
  [{ overflow: 'clip' }, /overflow is 'clip'; give one of visible, hidden/],
  [{ width: '10em' }, /width is '10em'; give a finite number >= 0, a length like '50%', '5vw'/],
  [{ width: '-1px' }, /width is '-1px'/],
  [{ width: '1e7px' }, /width is '1e7px'/],
  [{ width: '10 px' }, /width is '10 px'/],
  [{ width: 'content' }, /'auto', 'min-content', 'max-content', 'fit-content', 'stretch'$/],
  [{ width: 'constructor' }, /width is 'constructor'/],
  [{ flexBasis: 'min' }, /'stretch', 'content'$/],
  [{ left: 'min-content' }, /left is 'min-content'; give a finite number, .* or '5vh', 'auto'$/],
  [{ paddingLeft: 'auto' }, /paddingLeft is 'auto'; give .* or '5vh'$/],
  [{ gap: 'auto' }, /gap is 'auto'/],
  [{ margin: '5' }, /margin is '5'/],
  [{ width: '%' }, /width is '%'/],
  [{ width: ' %' }, /width is ' %'/],
  [{ width: '0x10%' }, /width is '0x10%'/],
  [{ height: null }, /height is null/],
  [{ display: 'block' }, /one of flex, grid, none/],
  [{ rotate: 'left' }, /rotate is 'left'; give degrees, or '0.5turn'/],
  [{ rotate: Number.NaN }, /rotate is NaN/],
  [{ scale: [1] as never }, /scale is 1; give a number or two of them/],
  [{ translate: 4 as never }, /translate is 4; give two numbers/],
  [{ transformOrigin: ['left', 'top'] as never }, /transformOrigin is left,top; give two numbers/],
  [{ gradient: '#f00' }, /gradient is '#f00'; give 'none', or a gradient of CSS such as/],
  [{ gradient: 'conic-gradient(#f00, #00f)' }, /gradient is 'conic-gradient/],
  [{ gradient: 'linear-gradient(#f00)' }, /gradient has 1 stops; give 2 to 16 colours/],
  [{ gradient: 'linear-gradient(to up, #f00, #00f)' }, /gradient is 'to up'; give 'to' and one/],
  [
    { gradient: 'linear-gradient(#f00 10 20, #00f)' },
    /gradient is '#f00 10 20'; give a colour and/,
  ],
  [{ gradient: 'linear-gradient(red, #00f)' }, /colour 'red' is not known/],
  [{ gradient: 'radial-gradient(circle 10%, #f00, #00f)' }, /gradient is 'circle 10%'; give one/],
  [
    { gradient: 'radial-gradient(at left left, #f00, #00f)' },
    /gradient is 'left left'; give a place/,
  ],
  [{ boxShadow: '2px #000' }, /boxShadow is '2px #000'; give two to four lengths and a colour/],
  [{ boxShadow: '0 2px 8px' }, /boxShadow is '0 2px 8px'; give two to four lengths/],
  [{ boxShadow: '0 2 8px #000' }, /boxShadow is '0 2 8px #000'/],
  [{ boxShadow: '0 0 -1px #000' }, /boxShadow.blur is -1; give a finite number >= 0/],
  [{ boxShadow: { y: Number.NaN, color: '#000' } }, /boxShadow.y is NaN/],
  [{ boxShadow: { blur: 4 } }, /colour is undefined/],
  [{ boxShadow: { color: '#000', inset: 1 } }, /boxShadow.inset is 1; give true or false/],
  [{ boxShadow: { color: '#000', radius: 1 } }, /boxShadow.radius is not known; give x, y, blur/],
  [{ boxShadow: [{ color: '#000' }, 5] }, /boxShadow\[1\] is 5; give a shadow/],
  [{ boxShadow: 5 }, /boxShadow is 5; give 'none', a shadow like/],
  [{ boxShadow: Array(5).fill('0 0 #000') }, /has 5 shadows; give 4 at most/],
  [{ boxSizing: 'padding-box' }, /one of border-box, content-box/],
  [{ direction: 'auto' }, /one of inherit, ltr, rtl/],
  [{ flexWrap: true }, /flexWrap is true; give one of nowrap, wrap, wrap-reverse/],
  [{ alignContent: 'left' }, /alignContent is 'left'; give one of normal/],
  [
    { alignContent: 'last baseline' },
    /alignContent is 'last baseline'; give one of .*first baseline/,
  ],
  [{ justifyContent: 'baseline' }, /justifyContent is 'baseline'/],
  [{ alignItems: 'last baseline' }, /alignItems is 'last baseline'; give one of .*first baseline/],
  [
    { alignItems: 'auto' },
    /give one of normal, stretch, baseline, first baseline, center, start, end, flex-start, flex-end, self-start, self-end; positions/,
  ],
  [{ justifySelf: 'start safe' }, /give one of auto, .*, left, right; .*as in 'safe center'/],
  [{ alignItems: 'safe stretch' }, /alignItems is 'safe stretch'/],
  [{ justifyItems: 'space-between' }, /justifyItems is 'space-between'/],
  [{ justifySelf: 'safe normal' }, /justifySelf is 'safe normal'; give one of auto/],
  [{ aspectRatio: 0 }, /aspectRatio is 0; give width divided by height/],
  [{ aspectRatio: -1 }, /aspectRatio is -1/],
  [{ aspectRatio: 1e-300 }, /aspectRatio is 1e-300; give width divided by height, from 0.000001/],
  [{ aspectRatio: 1_000_001 }, /aspectRatio is 1000001; give .* to 1,000,000/],
  [{ aspectRatio: '1 / 9999999' }, /aspectRatio is '1 \/ 9999999'/],
  [{ aspectRatio: '16/0' }, /aspectRatio is '16\/0'.*'16 \/ 9'/],
  [{ aspectRatio: '0 / 9' }, /aspectRatio is '0 \/ 9'/],
  [{ aspectRatio: '1.5.2 / 9' }, /aspectRatio is '1.5.2 \/ 9'/],
  [{ aspectRatio: '16 9' }, /aspectRatio is '16 9'/],
  [{ order: 0.5 }, /order is 0.5; give an integer/],
  [{ order: Number.NaN }, /order is NaN/],
  [{ gridTemplateColumns: 100 }, /gridTemplateColumns is 100; give a string like '100px 1fr auto'/],
  [{ gridTemplateColumns: '100' }, /a track size instead of '100'/],
  [{ gridTemplateRows: 'minmax(1fr, 2fr)' }, /whose least is no fr/],
  [{ gridTemplateRows: 'repeat(0, 1fr)' }, /repeat\(n, \.\.\.\) with n from 1 on/],
  [{ gridTemplateRows: 'repeat(2, 1fr' }, /'\)' instead of 'the end'/],
  [{ gridAutoRows: 'none' }, /a track size instead of 'none'/],
  [{ gridAutoColumns: 'repeat(2, 1fr)' }, /gridAutoColumns is 'repeat\(2, 1fr\)'/],
  [{ gridAutoFlow: 'column row' }, /one of row, column, dense, row dense, column dense/],
  [{ gridTemplateAreas: [1] }, /gridTemplateAreas is 1; give a string, or one for each row/],
  [{ gridTemplateAreas: ['a b', 'a'] }, /rows of equally many cells, where row 2 has 1/],
  [{ gridTemplateAreas: ['a b', 'b a'] }, /a rectangle of cells for 'a'/],
  [{ gridColumn: true }, /gridColumn is true; give a whole line number or a string like/],
  [{ gridColumn: 0 }, /gridColumn is '0'/],
  [{ gridColumn: '1 / 2 / 3' }, /give 2 sides at most/],
  [{ gridRowStart: '1 / 2' }, /give 1 side at most/],
  [{ gridRow: 'span 0' }, /gridRow is 'span 0'/],
  [{ gridRow: 'span' }, /gridRow is 'span'; give .*'span name'/],
  [{ gridRow: 'a span 2' }, /gridRow is 'a span 2'/],
  [{ gridArea: '1 2' }, /gridArea is '1 2'/],
  [{ display: 'constructor' }, /one of flex, grid, none/],
  [{ flexGrow: '1' }, /flexGrow is '1'/],
  [{ padding: -1 }, /padding is -1/],
  [{ borderRadius: [1] }, /borderRadius/],
  [{ borderRadius: [1, 2, 3, Number.NaN] }, /borderRadius is NaN/],
  [
    { mixBlendMode: 'overlay' },
    /mixBlendMode is 'overlay'; give one of normal, multiply, screen, plus-lighter/,
  ],
  [{ opacity: 1.5 }, /from 0 to 1/],
  [{ visible: 1 }, /true or false/],
  [{ fill: 'red-ish' }, /colour 'red-ish' is not known/],
  [{ constructor: 1 }, /'constructor' is not known/],
  [JSON.parse('{"__proto__": 1}'), /'__proto__' is not known/],
  [{ backgroundColor: '#fff' }, /did you mean 'fill'/],
  [{ background: 'red' }, /'background' is not known; give fill, a colour$/],
  [{ border: '1px solid' }, /give borderWidth and borderColor$/],
  [{ borderTop: 1 }, /give borderTopWidth and borderTopColor$/],
  [{ borderWidth: [1] }, /borderWidth is 1; give one value for all sides, or two to four/],
  [{ borderWidth: [1, 2, 3, 4, 5] }, /two to four/],
  [{ borderWidth: [1, -2] }, /borderWidth is -2/],
  [{ borderColor: ['#fff', 'nope'] }, /nope/],
  [{ borderLeftWidth: -1 }, /borderLeftWidth is -1/],
  [{ flex: 1 }, /style property 'flex' is not known; give flexGrow, flexShrink and flexBasis$/],
  [{ flexFlow: 'row' }, /give flexDirection and flexWrap$/],
  [{ 'flex-flow': 'row' }, /give flexDirection and flexWrap$/],
  [{ inset: 0 }, /give left, top, right and bottom$/],
  [{ placeItems: 'center' }, /give alignItems and justifyItems$/],
  [{ placeContent: 'center' }, /give alignContent and justifyContent$/],
  [{ placeSelf: 'center' }, /give alignSelf and justifySelf$/],
  [{ gridGap: 1 }, /did you mean 'gap'/],
  [{ 'z-index': 1 }, /did you mean 'zIndex'/],
  [{ marginInline: 1 }, /give marginLeft and marginRight: sides do not follow the direction$/],
  [{ marginBlock: 1 }, /give marginTop and marginBottom$/],
  [{ paddingInlineStart: 1 }, /give paddingLeft and paddingRight: sides do not follow/],
  [{ paddingBlock: 1 }, /give paddingTop and paddingBottom$/],
  [{ 'flex-direction': 'row' }, /did you mean 'flexDirection'/],
  [{ paddingLeftt: 1 }, /did you mean 'paddingLeft'/],
  [{ color: '#fff' }, /'color' is not known; give fill, or setTextColor for a text$/],
  [{ fontSize: 12 }, /it is of texts alone: give fontSize to setTextStyle$/],
  [{ 'white-space': 'pre' }, /give whiteSpace to setTextStyle$/],
  [{ fontStyle: 'italic' }, /give italic to setTextStyle$/],
  [{ wrap: 'wrap' }, /did you mean 'flexWrap'/],
  [{ active: {} }, /'active' is not known; give pressed to defineStyle$/],
  [{ hovered: {} }, /'hovered' is not known; give hover to defineStyle$/],
  [{ gridColumn: Number.NaN }, /gridColumn is NaN; give a whole line number/],
  [{ gridRow: Number.POSITIVE_INFINITY }, /gridRow is Infinity; give a whole line number/],
  [{ gridRowEnd: 1.5 }, /gridRowEnd is 1.5; give a whole line number/],
  [{ gridRow: 'SPAN' }, /gridRow is 'SPAN'/],
  [{ gridTemplateColumns: '[Auto] 1px' }, /a name instead of 'Auto'/],
  [{ xyzzyplugh: 1 }, /see the Style type/],
  [{ xyzzyplugh: undefined }, /see the Style type/],
])('refuses %j and writes nothing of it', (bad, message) => {
  expect(() => setStyle(app.world, element, { height: 77, ...bad } as Style)).toThrow(message);
  if (!('height' in bad)) expect(columns(app.world, LayoutStyle).height[row]).toBe(0);
  expect(dirt.length - dirt.taken).toBe(0);
});

it.each([undefined, null, 3, 'width: 3', []])('refuses %j as a style', (bad) => {
  expect(() => setStyle(app.world, element, bad as never)).toThrow(
    `style is ${String(bad)}; give an object of style properties`,
  );
});

it.each([null, 3, []])('refuses %j as options, and leaves no element', (bad) => {
  expect(() => box(app.world, bad as never)).toThrow(
    `options is ${String(bad)}; give an object of style properties`,
  );
  expect(dirt.length - dirt.taken).toBe(0);
});

it('tells variants of other names in classes what they are called', () => {
  expect(() => defineStyle({ active: { fill: '#fff' } } as never)).toThrow(/give pressed to/);
  expect(() => defineStyle({ hovered: { fill: '#fff' } } as never)).toThrow(/give hover to/);
});

it('refuses an element that is gone', () => {
  despawn(app.world, element);
  expect(() => setStyle(app.world, element, { width: 5 })).toThrow(/gone/);
});
