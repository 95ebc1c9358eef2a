;; The size index in linear memory: leaves of up to 512 row sizes under two Fenwick trees, as in src/structures.
;; Sizes are units of 1/64 px; an entry is units << 1 with "was measured" in the lowest bit.
;; 0: f64 answer of find and seek, px. 8: f64 total, px. 16: 48 bytes of scratch. 64: f64 starts that `offsets` writes. 65536: the arrays.
(memory (import "host" "memory") 2)
(global $heap (mut i32) (i32.const 65536))
(global $rows (mut i32) (i32.const 0))
(global $leaves (mut i32) (i32.const 0))
(global $highestStep (mut i32) (i32.const 0))
(global $total (mut f64) (f64.const 0))
;; Nodes from 1 on: f64 sums of units, i32 counts of rows. Then rows, kind and word of each leaf, i32.
(global $sums (mut i32) (i32.const 0))
(global $counts (mut i32) (i32.const 0))
(global $leafRows (mut i32) (i32.const 0))
(global $kinds (mut i32) (i32.const 0))
(global $words (mut i32) (i32.const 0))
;; Released 16-bit slots, each naming the next in its first word; 0 ends the list.
(global $freeNarrow (mut i32) (i32.const 0))
;; The leaf of the row asked for last.
(global $leaf (mut i32) (i32.const 0))
(global $leafStart (mut i32) (i32.const 0))
(global $leafEnd (mut i32) (i32.const 0))
;; Units before the row that a scan of a leaf found.
(global $before (mut f64) (f64.const 0))

;; Bytes from the heap, 16-aligned; grows the memory by 1 MiB or more, which detaches every view of it.
(func $take (param $bytes i32) (result i32)
  (local $at i32) (local $missing i32)
  (local.set $at (global.get $heap))
  (global.set $heap
    (i32.and (i32.add (i32.add (local.get $at) (local.get $bytes)) (i32.const 15)) (i32.const -16)))
  ;; 64 bytes beyond the end may be read by a vector.
  (local.set $missing
    (i32.sub
      (i32.shr_u (i32.add (global.get $heap) (i32.const 65600)) (i32.const 16))
      (memory.size)))
  (if (i32.gt_s (local.get $missing) (i32.const 0))
    (then
      (if (i32.lt_s (local.get $missing) (i32.const 16)) (then (local.set $missing (i32.const 16))))
      (if (i32.eq (memory.grow (local.get $missing)) (i32.const -1)) (then (unreachable)))))
  (local.get $at))

(func $node (param $leaf i32) (result i32)
  (i32.add (global.get $sums) (i32.shl (local.get $leaf) (i32.const 3))))
(func $kind (param $leaf i32) (result i32)
  (i32.load (i32.add (global.get $kinds) (i32.shl (local.get $leaf) (i32.const 2)))))
(func $word (param $leaf i32) (result i32)
  (i32.load (i32.add (global.get $words) (i32.shl (local.get $leaf) (i32.const 2)))))

;; Rows of one size, spread evenly over leaves of at most 384. Once per module.
(func (export "open") (param $rows i32) (param $units i32)
  (local $leaf i32) (local $done i32) (local $end i32) (local $node i32) (local $units64 f64)
  (global.set $rows (local.get $rows))
  (global.set $leaves
    (i32.div_u (i32.add (local.get $rows) (i32.const 383)) (i32.const 384)))
  (if (i32.eqz (local.get $rows)) (then (return)))
  (global.set $highestStep
    (i32.shl (i32.const 1) (i32.sub (i32.const 31) (i32.clz (global.get $leaves)))))
  (call $addTotal
    (f64.mul (f64.convert_i32_u (local.get $rows)) (f64.convert_i32_u (local.get $units))))
  (global.set $sums
    (call $take (i32.shl (i32.add (global.get $leaves) (i32.const 1)) (i32.const 3))))
  (global.set $counts
    (call $take (i32.shl (i32.add (global.get $leaves) (i32.const 1)) (i32.const 2))))
  (global.set $leafRows (call $take (i32.shl (global.get $leaves) (i32.const 2))))
  (global.set $kinds (call $take (i32.shl (global.get $leaves) (i32.const 2))))
  (global.set $words (call $take (i32.shl (global.get $leaves) (i32.const 2))))
  (loop $each
    (local.set $end
      (i32.wrap_i64
        (i64.div_u
          (i64.mul (i64.extend_i32_u (local.get $rows))
            (i64.extend_i32_u (i32.add (local.get $leaf) (i32.const 1))))
          (i64.extend_i32_u (global.get $leaves)))))
    (i32.store (i32.add (global.get $leafRows) (i32.shl (local.get $leaf) (i32.const 2)))
      (i32.sub (local.get $end) (local.get $done)))
    (i32.store (i32.add (global.get $words) (i32.shl (local.get $leaf) (i32.const 2)))
      (i32.shl (local.get $units) (i32.const 1)))
    (local.set $units64
      (f64.mul (f64.convert_i32_u (i32.sub (local.get $end) (local.get $done)))
        (f64.convert_i32_u (local.get $units))))
    (local.set $node (i32.add (local.get $leaf) (i32.const 1)))
    (loop $up
      (if (i32.le_u (local.get $node) (global.get $leaves))
        (then
          (call $add (local.get $node) (local.get $units64)
            (i32.sub (local.get $end) (local.get $done)))
          (local.set $node
            (i32.add (local.get $node)
              (i32.and (local.get $node) (i32.sub (i32.const 0) (local.get $node)))))
          (br $up))))
    (local.set $done (local.get $end))
    (local.set $leaf (i32.add (local.get $leaf) (i32.const 1)))
    (br_if $each (i32.lt_u (local.get $leaf) (global.get $leaves)))))

(func $add (param $node i32) (param $units f64) (param $rows i32)
  (local $at i32)
  (local.set $at (call $node (local.get $node)))
  (f64.store (local.get $at) (f64.add (f64.load (local.get $at)) (local.get $units)))
  (local.set $at (i32.add (global.get $counts) (i32.shl (local.get $node) (i32.const 2))))
  (i32.store (local.get $at) (i32.add (i32.load (local.get $at)) (local.get $rows))))

;; Points $leaf, $leafStart, $leafEnd at the leaf of a row, which must be in the list.
(func $locate (param $row i32)
  (local $leaf i32) (local $start i32) (local $step i32) (local $next i32) (local $sum i32)
  (if (i32.and (i32.ge_u (local.get $row) (global.get $leafStart))
      (i32.lt_u (local.get $row) (global.get $leafEnd)))
    (then (return)))
  (local.set $step (global.get $highestStep))
  (loop $descend
    (local.set $next (i32.add (local.get $leaf) (local.get $step)))
    (if (i32.le_u (local.get $next) (global.get $leaves))
      (then
        (local.set $sum
          (i32.add (local.get $start)
            (i32.load (i32.add (global.get $counts) (i32.shl (local.get $next) (i32.const 2))))))
        (if (i32.le_u (local.get $sum) (local.get $row))
          (then
            (local.set $leaf (local.get $next))
            (local.set $start (local.get $sum))))))
    (local.set $step (i32.shr_u (local.get $step) (i32.const 1)))
    (br_if $descend (local.get $step)))
  (global.set $leaf (local.get $leaf))
  (global.set $leafStart (local.get $start))
  (global.set $leafEnd
    (i32.add (local.get $start)
      (i32.load (i32.add (global.get $leafRows) (i32.shl (local.get $leaf) (i32.const 2)))))))

(func $entry (param $row i32) (result i32)
  (local $kind i32) (local $word i32) (local $at i32)
  (call $locate (local.get $row))
  (local.set $kind (call $kind (global.get $leaf)))
  (local.set $word (call $word (global.get $leaf)))
  (if (i32.eqz (local.get $kind)) (then (return (local.get $word))))
  (local.set $at (i32.sub (local.get $row) (global.get $leafStart)))
  (if (i32.eq (local.get $kind) (i32.const 1))
    (then
      (return
        (i32.load16_u (i32.add (local.get $word) (i32.shl (local.get $at) (i32.const 1)))))))
  (i32.load (i32.add (local.get $word) (i32.shl (local.get $at) (i32.const 2)))))

(func (export "unitsAt") (param $row i32) (result i32)
  (i32.shr_u (call $entry (local.get $row)) (i32.const 1)))
(func (export "isMeasured") (param $row i32) (result i32)
  (i32.and (call $entry (local.get $row)) (i32.const 1)))
(func $addTotal (param $units f64)
  (global.set $total (f64.add (global.get $total) (local.get $units)))
  (f64.store (i32.const 8) (f64.mul (global.get $total) (f64.const 0.015625))))

(func $setLeaf (param $leaf i32) (param $kind i32) (param $word i32)
  (i32.store (i32.add (global.get $kinds) (i32.shl (local.get $leaf) (i32.const 2)))
    (local.get $kind))
  (i32.store (i32.add (global.get $words) (i32.shl (local.get $leaf) (i32.const 2)))
    (local.get $word)))

;; Makes a leaf an array of 16-bit entries, or of 32-bit ones where $entry does not fit, and gives its kind.
(func $widen (param $leaf i32) (param $rows i32) (param $entry i32) (result i32)
  (local $word i32) (local $slot i32) (local $at i32) (local $old i32)
  (local.set $word (call $word (local.get $leaf)))
  (if (i32.and (i32.eqz (call $kind (local.get $leaf)))
      (i32.and (i32.le_u (local.get $entry) (i32.const 0xffff))
        (i32.le_u (local.get $word) (i32.const 0xffff))))
    (then
      (local.set $slot (global.get $freeNarrow))
      (if (local.get $slot)
        (then (global.set $freeNarrow (i32.load (local.get $slot))))
        (else (local.set $slot (call $take (i32.const 1024)))))
      (loop $fill
        (i32.store16 (i32.add (local.get $slot) (i32.shl (local.get $at) (i32.const 1)))
          (local.get $word))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br_if $fill (i32.lt_u (local.get $at) (local.get $rows))))
      (call $setLeaf (local.get $leaf) (i32.const 1) (local.get $slot))
      (return (i32.const 1))))
  (local.set $slot (call $take (i32.const 2048)))
  (local.set $old (call $kind (local.get $leaf)))
  (loop $copy
    (i32.store (i32.add (local.get $slot) (i32.shl (local.get $at) (i32.const 2)))
      (if (result i32) (local.get $old)
        (then
          (i32.load16_u (i32.add (local.get $word) (i32.shl (local.get $at) (i32.const 1)))))
        (else (local.get $word))))
    (local.set $at (i32.add (local.get $at) (i32.const 1)))
    (br_if $copy (i32.lt_u (local.get $at) (local.get $rows))))
  (if (local.get $old)
    (then
      (i32.store (local.get $word) (global.get $freeNarrow))
      (global.set $freeNarrow (local.get $word))))
  (call $setLeaf (local.get $leaf) (i32.const 2) (local.get $slot))
  (i32.const 2))

;; 1 if the size changed.
(func (export "set") (param $row i32) (param $units i32) (param $measured i32) (result i32)
  (local $entry i32) (local $old i32) (local $kind i32) (local $word i32) (local $at i32)
  (local $node i32) (local $change f64)
  (call $locate (local.get $row))
  (local.set $entry
    (i32.or (i32.shl (local.get $units) (i32.const 1)) (local.get $measured)))
  (local.set $kind (call $kind (global.get $leaf)))
  (local.set $word (call $word (global.get $leaf)))
  (if (i32.and (i32.eqz (local.get $kind)) (i32.eq (local.get $word) (local.get $entry)))
    (then (return (i32.const 0))))
  (if (i32.or (i32.eqz (local.get $kind))
      (i32.and (i32.eq (local.get $kind) (i32.const 1))
        (i32.gt_u (local.get $entry) (i32.const 0xffff))))
    (then
      (local.set $kind
        (call $widen (global.get $leaf)
          (i32.sub (global.get $leafEnd) (global.get $leafStart)) (local.get $entry)))
      (local.set $word (call $word (global.get $leaf)))))
  (local.set $at (i32.sub (local.get $row) (global.get $leafStart)))
  (if (i32.eq (local.get $kind) (i32.const 1))
    (then
      (local.set $at (i32.add (local.get $word) (i32.shl (local.get $at) (i32.const 1))))
      (local.set $old (i32.load16_u (local.get $at)))
      (i32.store16 (local.get $at) (local.get $entry)))
    (else
      (local.set $at (i32.add (local.get $word) (i32.shl (local.get $at) (i32.const 2))))
      (local.set $old (i32.load (local.get $at)))
      (i32.store (local.get $at) (local.get $entry))))
  (local.set $change
    (f64.convert_i32_s
      (i32.sub (local.get $units) (i32.shr_u (local.get $old) (i32.const 1)))))
  (if (f64.eq (local.get $change) (f64.const 0)) (then (return (i32.const 0))))
  (call $addTotal (local.get $change))
  (local.set $node (i32.add (global.get $leaf) (i32.const 1)))
  (loop $up
    (if (i32.le_u (local.get $node) (global.get $leaves))
      (then
        (local.set $at (call $node (local.get $node)))
        (f64.store (local.get $at) (f64.add (f64.load (local.get $at)) (local.get $change)))
        (local.set $node
          (i32.add (local.get $node)
            (i32.and (local.get $node) (i32.sub (i32.const 0) (local.get $node)))))
        (br $up))))
  (i32.const 1))

;; Start of a row to 0; of the row after the last: the total.
(func $seek (export "seek") (param $row i32)
  (local $inLeaf f64) (local $node i32)
  (if (i32.eq (local.get $row) (global.get $rows))
    (then
      (f64.store (i32.const 0) (f64.mul (global.get $total) (f64.const 0.015625)))
      (return)))
  (call $locate (local.get $row))
  (local.set $inLeaf
    (call $sum (global.get $leaf) (i32.sub (local.get $row) (global.get $leafStart))))
  (local.set $node (global.get $leaf))
  (block $done
    (loop $down
      (br_if $done (i32.eqz (local.get $node)))
      (local.set $inLeaf (f64.add (local.get $inLeaf) (f64.load (call $node (local.get $node)))))
      (local.set $node
        (i32.and (local.get $node) (i32.sub (local.get $node) (i32.const 1))))
      (br $down)))
  (f64.store (i32.const 0) (f64.mul (local.get $inLeaf) (f64.const 0.015625))))

;; Row whose [start, end) holds an offset in px, which is not NaN; its start to 0. The list is not empty.
(func (export "find") (param $offset f64) (result i32)
  (local $target f64) (local $leaf i32) (local $step i32) (local $next i32) (local $before f64)
  (local $sum f64) (local $at i32) (local $row i32) (local $units f64)
  (if (f64.gt (local.get $offset) (f64.const 0))
    (then (local.set $target (f64.mul (local.get $offset) (f64.const 64)))))
  (if (f64.ge (local.get $target) (global.get $total))
    (then
      (local.set $row (i32.sub (global.get $rows) (i32.const 1)))
      (call $seek (local.get $row))
      (return (local.get $row))))
  (local.set $step (global.get $highestStep))
  (loop $descend
    (local.set $next (i32.add (local.get $leaf) (local.get $step)))
    (if (i32.le_u (local.get $next) (global.get $leaves))
      (then
        (local.set $sum
          (f64.add (local.get $before) (f64.load (call $node (local.get $next)))))
        (if (f64.le (local.get $sum) (local.get $target))
          (then
            (local.set $leaf (local.get $next))
            (local.set $before (local.get $sum))))))
    (local.set $step (i32.shr_u (local.get $step) (i32.const 1)))
    (br_if $descend (local.get $step)))
  (local.set $target (f64.floor (f64.sub (local.get $target) (local.get $before))))
  (local.set $at (call $word (local.get $leaf)))
  (local.set $step (call $kind (local.get $leaf)))
  (if (i32.eq (local.get $step) (i32.const 1))
    (then
      (local.set $row
        (call $scanNarrow (local.get $at) (i32.trunc_sat_f64_s (local.get $target)))))
    (else
      (if (local.get $step)
        (then
          (local.set $row
            (call $scanWide (local.get $at) (i64.trunc_sat_f64_s (local.get $target)))))
        (else
          (local.set $units (f64.convert_i32_u (i32.shr_u (local.get $at) (i32.const 1))))
          (local.set $sum (f64.floor (f64.div (local.get $target) (local.get $units))))
          (global.set $before (f64.mul (local.get $sum) (local.get $units)))
          (local.set $row (i32.trunc_sat_f64_s (local.get $sum)))))))
  (f64.store (i32.const 0)
    (f64.mul (f64.add (local.get $before) (global.get $before)) (f64.const 0.015625)))
  (block $done
    (loop $down
      (br_if $done (i32.eqz (local.get $leaf)))
      (local.set $row
        (i32.add (local.get $row)
          (i32.load (i32.add (global.get $counts) (i32.shl (local.get $leaf) (i32.const 2))))))
      (local.set $leaf
        (i32.and (local.get $leaf) (i32.sub (local.get $leaf) (i32.const 1))))
      (br $down)))
  (local.get $row))

;; Starts of $count rows from $first on, and the end of the last, from 64 on; at most 8,000 rows.
(func (export "offsets") (param $first i32) (param $count i32)
  (local $out i32) (local $end i32) (local $offset f64) (local $stop i32) (local $at i32)
  (local $four v128) (local $base v128)
  (call $seek (local.get $first))
  (local.set $offset (f64.load (i32.const 0)))
  (f64.store (i32.const 64) (local.get $offset))
  (local.set $out (i32.const 72))
  (local.set $end (i32.add (local.get $first) (local.get $count)))
  (block $done
    (loop $leaf
      (br_if $done (i32.ge_u (local.get $first) (local.get $end)))
      (call $locate (local.get $first))
      (local.set $stop
        (select (local.get $end) (global.get $leafEnd)
          (i32.lt_u (local.get $end) (global.get $leafEnd))))
      (if (i32.eq (call $kind (global.get $leaf)) (i32.const 1))
        (then
          ;; Four rows at a time: what is written past the last row is written again or unread.
          (local.set $at
            (i32.add (call $word (global.get $leaf))
              (i32.shl (i32.sub (local.get $first) (global.get $leafStart)) (i32.const 1))))
          (loop $each
            (local.set $base (f64x2.splat (local.get $offset)))
            (local.set $four
              (call $running
                (i32x4.extend_low_i16x8_u
                  (i16x8.shr_u (v128.load64_zero (local.get $at)) (i32.const 1)))))
            (v128.store (local.get $out)
              (f64x2.add (local.get $base)
                (f64x2.mul (f64x2.convert_low_i32x4_s (local.get $four))
                  (v128.const f64x2 0.015625 0.015625))))
            (local.set $base
              (f64x2.add (local.get $base)
                (f64x2.mul
                  (f64x2.convert_low_i32x4_s
                    (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15
                      (local.get $four) (local.get $four)))
                  (v128.const f64x2 0.015625 0.015625))))
            (v128.store offset=16 (local.get $out) (local.get $base))
            (if (i32.ge_u (i32.sub (local.get $stop) (local.get $first)) (i32.const 4))
              (then
                (local.set $offset (f64x2.extract_lane 1 (local.get $base)))
                (local.set $first (i32.add (local.get $first) (i32.const 4)))
                (local.set $at (i32.add (local.get $at) (i32.const 8)))
                (local.set $out (i32.add (local.get $out) (i32.const 32)))
                (br_if $each (i32.lt_u (local.get $first) (local.get $stop))))
              (else
                (local.set $out
                  (i32.add (local.get $out)
                    (i32.shl (i32.sub (local.get $stop) (local.get $first)) (i32.const 3))))
                (local.set $offset (f64.load (i32.sub (local.get $out) (i32.const 8))))
                (local.set $first (local.get $stop))))))
        (else
          (loop $each
            (local.set $offset
              (f64.add (local.get $offset)
                (f64.mul
                  (f64.convert_i32_u (i32.shr_u (call $entry (local.get $first)) (i32.const 1)))
                  (f64.const 0.015625))))
            (f64.store (local.get $out) (local.get $offset))
            (local.set $out (i32.add (local.get $out) (i32.const 8)))
            (local.set $first (i32.add (local.get $first) (i32.const 1)))
            (br_if $each (i32.lt_u (local.get $first) (local.get $stop))))))
      (br $leaf))))
