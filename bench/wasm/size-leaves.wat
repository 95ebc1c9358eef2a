;; Sums and searches inside a leaf, 8 entries of 16 bits or 4 of 32 bits at a time.
;; Eight 16-bit entries as four sums of units, two entries each: a pairwise dot product with ones.
(func $pairs (param $entries v128) (result v128)
  (i32x4.dot_i16x8_s
    (i16x8.shr_u (local.get $entries) (i32.const 1))
    (v128.const i16x8 1 1 1 1 1 1 1 1)))

(func $across (param $four v128) (result i32)
  (local.set $four
    (i32x4.add (local.get $four)
      (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $four) (local.get $four))))
  (i32.add (i32x4.extract_lane 0 (local.get $four)) (i32x4.extract_lane 1 (local.get $four))))

;; Four running sums.
(func $running (param $four v128) (result v128)
  (local.set $four
    (i32x4.add (local.get $four)
      (i8x16.shuffle 0 1 2 3 16 17 18 19 20 21 22 23 24 25 26 27
        (v128.const i32x4 0 0 0 0) (local.get $four))))
  (i32x4.add (local.get $four)
    (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
      (v128.const i32x4 0 0 0 0) (local.get $four))))

(func $wideUnits (param $at i32) (result v128)
  (local $four v128)
  (local.set $four (i32x4.shr_u (v128.load (local.get $at)) (i32.const 1)))
  (i64x2.add (i64x2.extend_low_i32x4_u (local.get $four))
    (i64x2.extend_high_i32x4_u (local.get $four))))

;; Units of the first $count entries of a leaf.
(func $sum (param $leaf i32) (param $count i32) (result f64)
  (local $kind i32) (local $at i32) (local $end i32) (local $one v128) (local $two v128)
  (local $scalar i64)
  (local.set $kind (call $kind (local.get $leaf)))
  (local.set $at (call $word (local.get $leaf)))
  (if (i32.eqz (local.get $kind))
    (then
      (return
        (f64.mul (f64.convert_i32_u (i32.shr_u (local.get $at) (i32.const 1)))
          (f64.convert_i32_u (local.get $count))))))
  (if (i32.eq (local.get $kind) (i32.const 1))
    (then
      (local.set $end (i32.add (local.get $at) (i32.shl (local.get $count) (i32.const 1))))
      (block $done
        (loop $each
          (br_if $done
            (i32.gt_u (i32.add (local.get $at) (i32.const 32)) (local.get $end)))
          (local.set $one
            (i32x4.add (local.get $one) (call $pairs (v128.load (local.get $at)))))
          (local.set $two
            (i32x4.add (local.get $two) (call $pairs (v128.load offset=16 (local.get $at)))))
          (local.set $at (i32.add (local.get $at) (i32.const 32)))
          (br $each)))
      ;; Up to 15 entries are left: entries from $end on are masked out of two vectors.
      (local.set $count (i32.shr_u (i32.sub (local.get $end) (local.get $at)) (i32.const 1)))
      (local.set $one
        (i32x4.add (local.get $one)
          (call $pairs
            (v128.and (v128.load (local.get $at))
              (i16x8.lt_s (v128.const i16x8 0 1 2 3 4 5 6 7) (i16x8.splat (local.get $count)))))))
      (local.set $two
        (i32x4.add (local.get $two)
          (call $pairs
            (v128.and (v128.load offset=16 (local.get $at))
              (i16x8.lt_s (v128.const i16x8 8 9 10 11 12 13 14 15)
                (i16x8.splat (local.get $count)))))))
      (return
        (f64.convert_i32_s (call $across (i32x4.add (local.get $one) (local.get $two)))))))
  (local.set $end (i32.add (local.get $at) (i32.shl (local.get $count) (i32.const 2))))
  (block $done
    (loop $each
      (br_if $done (i32.gt_u (i32.add (local.get $at) (i32.const 16)) (local.get $end)))
      (local.set $one (i64x2.add (local.get $one) (call $wideUnits (local.get $at))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br $each)))
  (local.set $scalar
    (i64.add (i64x2.extract_lane 0 (local.get $one)) (i64x2.extract_lane 1 (local.get $one))))
  (block $done
    (loop $each
      (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
      (local.set $scalar
        (i64.add (local.get $scalar)
          (i64.extend_i32_u (i32.shr_u (i32.load (local.get $at)) (i32.const 1)))))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br $each)))
  (f64.convert_i64_s (local.get $scalar)))

;; Place of the first entry of a 16-bit leaf whose end lies beyond $target units. The target lies within the leaf.
(func $scanNarrow (param $base i32) (param $target i32) (result i32)
  (local $at i32) (local $before i32) (local $end i32) (local $low v128) (local $high v128)
  (local $passed i32)
  (local.set $at (local.get $base))
  ;; 32 entries at a time, then 8. Slots hold 512: what is read past the rows stays inside the slot.
  (block $found
    (loop $each
      (local.set $end
        (i32.add (local.get $before)
          (call $across
            (i32x4.add
              (i32x4.add (call $pairs (v128.load (local.get $at)))
                (call $pairs (v128.load offset=16 (local.get $at))))
              (i32x4.add (call $pairs (v128.load offset=32 (local.get $at)))
                (call $pairs (v128.load offset=48 (local.get $at))))))))
      (br_if $found (i32.gt_s (local.get $end) (local.get $target)))
      (local.set $before (local.get $end))
      (local.set $at (i32.add (local.get $at) (i32.const 64)))
      (br $each)))
  (block $found
    (loop $each
      (local.set $end
        (i32.add (local.get $before) (call $across (call $pairs (v128.load (local.get $at))))))
      (br_if $found (i32.gt_s (local.get $end) (local.get $target)))
      (local.set $before (local.get $end))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br $each)))
  ;; All eight ends at once; those not beyond the target are counted.
  (local.set $high (i16x8.shr_u (v128.load (local.get $at)) (i32.const 1)))
  (local.set $low
    (i32x4.add (call $running (i32x4.extend_low_i16x8_u (local.get $high)))
      (i32x4.splat (local.get $before))))
  (local.set $high
    (i32x4.add (call $running (i32x4.extend_high_i16x8_u (local.get $high)))
      (i32x4.splat (i32x4.extract_lane 3 (local.get $low)))))
  (i32.store (i32.const 16) (local.get $before))
  (v128.store (i32.const 20) (local.get $low))
  (v128.store (i32.const 36) (local.get $high))
  (local.set $passed
    (i32.popcnt
      (i32.or
        (i32x4.bitmask (i32x4.le_s (local.get $low) (i32x4.splat (local.get $target))))
        (i32.shl
          (i32x4.bitmask (i32x4.le_s (local.get $high) (i32x4.splat (local.get $target))))
          (i32.const 4)))))
  (global.set $before
    (f64.convert_i32_s
      (i32.load offset=16 (i32.shl (local.get $passed) (i32.const 2)))))
  (i32.add (i32.shr_u (i32.sub (local.get $at) (local.get $base)) (i32.const 1))
    (local.get $passed)))

(func $scanWide (param $base i32) (param $target i64) (result i32)
  (local $at i32) (local $before i64) (local $end i64) (local $two v128)
  (local.set $at (local.get $base))
  (block $found
    (loop $each
      (local.set $two
        (i64x2.add
          (i64x2.add (call $wideUnits (local.get $at))
            (call $wideUnits (i32.add (local.get $at) (i32.const 16))))
          (i64x2.add (call $wideUnits (i32.add (local.get $at) (i32.const 32)))
            (call $wideUnits (i32.add (local.get $at) (i32.const 48))))))
      (local.set $end
        (i64.add (local.get $before)
          (i64.add (i64x2.extract_lane 0 (local.get $two))
            (i64x2.extract_lane 1 (local.get $two)))))
      (br_if $found (i64.gt_s (local.get $end) (local.get $target)))
      (local.set $before (local.get $end))
      (local.set $at (i32.add (local.get $at) (i32.const 64)))
      (br $each)))
  (block $found
    (loop $each
      (local.set $end
        (i64.add (local.get $before)
          (i64.extend_i32_u (i32.shr_u (i32.load (local.get $at)) (i32.const 1)))))
      (br_if $found (i64.gt_s (local.get $end) (local.get $target)))
      (local.set $before (local.get $end))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br $each)))
  (global.set $before (f64.convert_i64_s (local.get $before)))
  (i32.shr_u (i32.sub (local.get $at) (local.get $base)) (i32.const 2)))
