;; The glyph-run kernel in linear memory: glyph ids and their x to 64-byte records, as glyph-writer.ts writes them.
;; 0: f32 ink left, top, right, bottom. 16: 16 bytes of scratch. Everything else lies where `tables` says.
(memory (import "host" "memory") 2)
;; The glyph cache's map: keys and slots by place, both i32. And its bitmaps, 32 bytes a slot: i32 bearing x, bearing y, width,
;; height, u | v << 16, width | height << 16, page and flag.
(global $keys (mut i32) (i32.const 0))
(global $slots (mut i32) (i32.const 0))
(global $mask (mut i32) (i32.const 0))
(global $shift (mut i32) (i32.const 0))
(global $bitmaps (mut i32) (i32.const 0))
;; Runs: glyph ids, and their x in f32 px.
(global $glyphs (mut i32) (i32.const 0))
(global $x (mut i32) (i32.const 0))
(global $records (mut i32) (i32.const 0))
;; A bit a record: written and not yet sent.
(global $dirty (mut i32) (i32.const 0))

(func (export "tables") (param $keys i32) (param $slots i32) (param $capacity i32) (param $bitmaps i32)
  (param $glyphs i32) (param $x i32) (param $records i32) (param $dirty i32)
  (global.set $keys (local.get $keys))
  (global.set $slots (local.get $slots))
  (global.set $mask (i32.sub (local.get $capacity) (i32.const 1)))
  (global.set $shift (i32.add (i32.clz (local.get $capacity)) (i32.const 1)))
  (global.set $bitmaps (local.get $bitmaps))
  (global.set $glyphs (local.get $glyphs))
  (global.set $x (local.get $x))
  (global.set $records (local.get $records))
  (global.set $dirty (local.get $dirty)))

;; What rounds half up, as Math.round does.
(func $round (param $two v128) (result v128)
  (local $floor v128)
  (local.set $floor (f64x2.floor (local.get $two)))
  (f64x2.add (local.get $floor)
    (v128.and
      (f64x2.ge (f64x2.sub (local.get $two) (local.get $floor)) (v128.const f64x2 0.5 0.5))
      (v128.const f64x2 1 1))))

;; Quarters of a device pixel at which the two pens in the low half of $x stand; -2^31 for what 2^29 or NaN puts nowhere.
(func $quarters (param $x v128) (param $penX v128) (param $scale v128) (result v128)
  (local $two v128) (local $inside v128)
  (local.set $two
    (call $round
      (f64x2.mul
        (f64x2.mul
          (f64x2.add (local.get $penX) (f64x2.promote_low_f32x4 (local.get $x)))
          (local.get $scale))
        (v128.const f64x2 4 4))))
  (local.set $inside
    (f64x2.lt (f64x2.abs (local.get $two)) (v128.const f64x2 536870912 536870912)))
  (i32x4.trunc_sat_f64x2_s_zero
    (v128.bitselect (local.get $two) (v128.const f64x2 -2147483648 -2147483648)
      (local.get $inside))))

;; Device pixels in the low half of $pixels as f32 CSS pixels; by way of f64, because a scale such as 1.1 is no f32.
(func $divided (param $pixels v128) (param $scales v128) (result v128)
  (f32x4.demote_f64x2_zero
    (f64x2.div (f64x2.convert_low_i32x4_s (local.get $pixels)) (local.get $scales))))

;; Slot of a key that is not 0, or -1.
(func $slot (param $key i32) (result i32)
  (local $place i32) (local $held i32)
  (local.set $place
    (i32.shr_u (i32.mul (local.get $key) (i32.const 0x9e3779b1)) (global.get $shift)))
  (loop $probe
    (local.set $held
      (i32.load (i32.add (global.get $keys) (i32.shl (local.get $place) (i32.const 2)))))
    (if (i32.eq (local.get $held) (local.get $key))
      (then
        (return
          (i32.load (i32.add (global.get $slots) (i32.shl (local.get $place) (i32.const 2)))))))
    (local.set $place (i32.and (i32.add (local.get $place) (i32.const 1)) (global.get $mask)))
    (br_if $probe (local.get $held)))
  (i32.const -1))

;; Writes $last glyphs of a run, those from $shown on as an ellipsis, at most $room records from $record on. Returns how many.
(func (export "write") (param $record i32) (param $start i32) (param $shown i32) (param $last i32)
  (param $font i32) (param $penX f64) (param $scale f64) (param $baseline i32) (param $layer i32)
  (param $color i32) (param $room i32) (result i32)
  (local $i i32) (local $at i32) (local $end i32) (local $x i32) (local $id i32) (local $place i32)
  (local $slot i32) (local $out i32) (local $pens v128) (local $scales v128) (local $four v128)
  (local $box v128) (local $topLeft v128) (local $bottomRight v128)
  (local $head v128)
  (local.set $pens (f64x2.splat (local.get $penX)))
  (local.set $scales (f64x2.splat (local.get $scale)))
  ;; Ink in device pixels: dividing once at the end gives the same edges.
  (local.set $topLeft (i32x4.splat (i32.const 0x40000000)))
  (local.set $bottomRight (i32x4.splat (i32.const -0x40000000)))
  ;; KIND_GLYPH | layer << 8, colour.
  (local.set $head
    (i32x4.replace_lane 1
      (i32x4.splat (i32.or (i32.const 3) (i32.shl (local.get $layer) (i32.const 8))))
      (local.get $color)))
  (local.set $x (i32.add (global.get $x) (i32.shl (local.get $start) (i32.const 2))))
  (local.set $id (i32.add (global.get $glyphs) (i32.shl (local.get $start) (i32.const 2))))
  (local.set $out (i32.add (global.get $records) (i32.shl (local.get $record) (i32.const 6))))
  (local.set $end (i32.add (local.get $out) (i32.shl (local.get $room) (i32.const 6))))
  (local.set $at (local.get $out))
  (block $done
    (loop $each
      (br_if $done (i32.ge_u (local.get $i) (local.get $last)))
      (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
      ;; Four pens at a time, kept in the scratch.
      (if (i32.eqz (i32.and (local.get $i) (i32.const 3)))
        (then
          (local.set $four
            (v128.load (i32.add (local.get $x) (i32.shl (local.get $i) (i32.const 2)))))
          (v128.store (i32.const 16)
            (i64x2.replace_lane 1
              (call $quarters (local.get $four) (local.get $pens) (local.get $scales))
              (i64x2.extract_lane 0
                (call $quarters
                  (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15
                    (local.get $four) (local.get $four))
                  (local.get $pens) (local.get $scales)))))))
      (local.set $place
        (i32.load offset=16 (i32.shl (i32.and (local.get $i) (i32.const 3)) (i32.const 2))))
      (local.set $slot
        (if (result i32) (i32.lt_u (local.get $i) (local.get $shown))
          (then
            (i32.load (i32.add (local.get $id) (i32.shl (local.get $i) (i32.const 2)))))
          (else (i32.const 0x2026))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $each (i32.eq (local.get $place) (i32.const 0x80000000)))
      (local.set $slot
        (call $slot
          (i32.or
            (i32.or (i32.shl (local.get $slot) (i32.const 12))
              (i32.shl (local.get $font) (i32.const 2)))
            (i32.and (local.get $place) (i32.const 3)))))
      (br_if $each (i32.lt_s (local.get $slot) (i32.const 0)))
      (local.set $slot
        (i32.add (global.get $bitmaps) (i32.shl (local.get $slot) (i32.const 5))))
      ;; Device pixels: x, y, width, height.
      (local.set $box
        (i32x4.add (v128.load (local.get $slot))
          (i32x4.replace_lane 1
            (i32x4.replace_lane 0 (v128.const i32x4 0 0 0 0)
              (i32.shr_s (local.get $place) (i32.const 2)))
            (local.get $baseline))))
      (local.set $four
        (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15
          (local.get $box) (local.get $box)))
      (v128.store (local.get $at)
        (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
          (call $divided (local.get $box) (local.get $scales))
          (call $divided (local.get $four) (local.get $scales))))
      (local.set $topLeft (i32x4.min_s (local.get $topLeft) (local.get $box)))
      (local.set $bottomRight
        (i32x4.max_s (local.get $bottomRight) (i32x4.add (local.get $box) (local.get $four))))
      (v128.store64_lane offset=16 0 (local.get $at) (local.get $head))
      (i64.store offset=40 (local.get $at) (i64.load offset=16 (local.get $slot)))
      (i32.store offset=48 (local.get $at) (i32.load offset=24 (local.get $slot)))
      (local.set $at (i32.add (local.get $at) (i32.const 64)))
      (br $each)))
  (if (i32.eq (local.get $at) (local.get $out)) (then (return (i32.const 0))))
  (v128.store64_lane 0 (i32.const 0)
    (f32x4.pmin (v128.load64_zero (i32.const 0))
      (call $divided (local.get $topLeft) (local.get $scales))))
  (v128.store64_lane offset=8 0 (i32.const 0)
    (f32x4.pmax (v128.load64_zero offset=8 (i32.const 0))
      (call $divided (local.get $bottomRight) (local.get $scales))))
  (local.set $i (i32.shr_u (i32.sub (local.get $at) (local.get $out)) (i32.const 6)))
  (call $mark (local.get $record) (i32.add (local.get $record) (local.get $i)))
  (local.get $i))

;; Sets the dirty bits from $from up to $to.
(func $mark (param $from i32) (param $to i32)
  (local $at i32)
  (block $done
    (loop $each
      (br_if $done (i32.ge_u (local.get $from) (local.get $to)))
      (local.set $at
        (i32.add (global.get $dirty)
          (i32.shl (i32.shr_u (local.get $from) (i32.const 5)) (i32.const 2))))
      (i32.store (local.get $at)
        (i32.or (i32.load (local.get $at))
          (i32.shl (i32.const 1) (i32.and (local.get $from) (i32.const 31)))))
      (local.set $from (i32.add (local.get $from) (i32.const 1)))
      (br $each))))
