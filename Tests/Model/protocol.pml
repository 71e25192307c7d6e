/* The protocol of make, export, pin, release and deallocate, for spin.
 *
 * One exporter, one managed buffer, one view that all threads share, and for each thread a view that
 * it derives itself. A thread owns a reference to the shared view, performs any OPERATIONS of those
 * in `user`, and drops what it has. spin searches all interleavings of all choices.
 *
 * Each block says in "code:" which functions it stands for; check_model.py fails if one is gone. One
 * step of the model is one atomic operation, or accesses to memory that the protocol must order.
 *
 * Checked by assertions:
 * - the exporter's buffer is released exactly once, and each object is freed exactly once;
 * - memory and objects are not accessed afterwards, nor in another thread without a happens-before
 *   order to the release or the free (`destroy`);
 * - no view is pinned or exported once release() has succeeded;
 * - release() does not succeed while the view is pinned or exported, and raises for a thread that
 *   holds an exported buffer.
 * By spin itself: no deadlock, that is no state in which a thread cannot go on.
 *
 * WEAK MEMORY. Each thread, and the newest value of each atomic location, carries a set of facts:
 * which accesses happen before the thread's next step, or before an acquire that reads the value.
 * Release adds the thread's facts to the location, acquire the location's to the thread, relaxed
 * nothing; a read-modify-write keeps those that were there (release sequence). Such an operation
 * reads the newest value; a plain load of a flag, or of the count of references, may read an old one
 * unless the thread has the fact that it was replaced.
 *
 * What the model cannot say: reordering of relaxed operations with later ones (load buffering),
 * which the protocol has only in `owned`; old values of `exports` in the two loads of release(),
 * where an old one leads to the result of an earlier release(); unbounded threads; fairness, so not
 * that the loop in release() ends; accesses that are not part of the protocol.
 *
 * With HOLDS, of the library for free-threaded interpreters, a thread keeps a view from being
 * released by a pin or by a hold: its name on a list of the thread. A thread's stores to its list may
 * stay in its store buffer: `written` is the newest of them, `listed` what the others read. The
 * buffer is drained at any time, by a barrier of the thread, and by membarrier, which release()
 * calls. With HOLDERS_FENCE, for systems without membarrier, both sides execute a full barrier.
 * Assumed, and so in the code: a thread that holds a view calls no foreign code and releases no view,
 * so that threads do not wait for each other in a circle, and ends the hold before it drops its
 * reference. A list has one place; the code's has more, and nothing depends on the others.
 *
 * With HOST, a GIL orders everything, counts are not atomic, and threads give up the GIL in foreign
 * code and in copies. A host's garbage collector is not modelled, nor is a process that has one
 * thread only. MUTANT_… are faults that the model must find. */

#ifndef THREADS
#define THREADS 2
#endif
#ifndef OPERATIONS
#define OPERATIONS 2
#endif

#define VIEWS (THREADS + 1)
#define OWN (me + 1)    /* the view that a thread derives; 0 is the shared view */
#define RELEASING (-64) /* as View.releasing; adding it twice gives zero, here by a subtraction */

/* Results of release(). */
#define SUCCEEDED 1
#define WAS_RELEASED 2
#define RAISED 3

/* What is accessed, and freed or given back. */
#define MEMORY 0
#define MANAGED 1
#define VIEW(v) (2 + (v))
#define RESOURCES (2 + VIEWS)

/* Atomic locations. */
#define MANAGED_REFS 0
#define MANAGED_EXPORTS 1
#define MANAGED_FLAGS 2
#define GIL 3
#define REFS(v) (4 + 3 * (v))
#define EXPORTS(v) (5 + 3 * (v))
#define FLAGS(v) (6 + 3 * (v))
#ifdef HOLDS
#define LIST(t) (4 + 3 * VIEWS + (t))
#define WRITTEN(t) (4 + 3 * VIEWS + THREADS + (t)) /* facts that are still in the store buffer */
#define LOCATIONS (4 + 3 * VIEWS + 2 * THREADS)
#else
#define LOCATIONS (4 + 3 * VIEWS)
#endif

/* Facts: the newest access of a thread to a resource; an older value was replaced for good. */
#define ACCESS(r, t) (1 << ((r) * THREADS + (t)))
#define ACCESSES(r) (((1 << THREADS) - 1) << ((r) * THREADS))
#define IS_RELEASED(v) (1 << (RESOURCES * THREADS + (v)))
#define IS_MANAGED_RELEASED (1 << (RESOURCES * THREADS + VIEWS))
#define IS_NOT_ONE (1 << (RESOURCES * THREADS + VIEWS + 1))

/* Orders, as in CSupport/include/Atomics.h. Counts are plain in a host. */
#ifdef HOST
#define ORDERED false
#else
#define ORDERED true
#endif
#ifdef MUTANT_PIN_RELAXED
#define PIN_ORDER false
#else
#define PIN_ORDER ORDERED
#endif
#ifdef MUTANT_LAST_RELAXED
#define LAST_ORDER false
#else
#define LAST_ORDER ORDERED
#endif
#ifdef MUTANT_CHECK_RELAXED
#define CHECK_ORDER false
#else
#define CHECK_ORDER ORDERED
#endif

int knows[THREADS]; /* facts of threads */
int at[LOCATIONS];  /* facts of locations */
int accessed;       /* accesses to what is still there */
bool is_there[RESOURCES];

short refs[VIEWS], exports[VIEWS];
bool released[VIEWS];
byte managed_refs = 1, managed_exports = 1;
bool managed_released;
bool is_locked;

#ifdef HOLDS
#define NAME(v) ((v) + 1)   /* 0 is an empty list */
byte written[THREADS];      /* by the thread itself */
byte listed[THREADS];       /* as the others see it */
bool is_buffered[THREADS];  /* `listed` does not have the newest value yet */
byte lists;                 /* a bit for each thread that has made its list */
int fenced;                 /* replaced values, before a full barrier */
byte holds[VIEWS];          /* as `pins` */
bool is_over[VIEWS];        /* release() has waited for the holders */
#endif

/* What the code does not have. */
byte pins[VIEWS];      /* pins and exported buffers that passed the checks */
bool has_ended[VIEWS]; /* release() has succeeded */
byte finished;

hidden byte each; /* a d_step may not end with a choice, so some end with `each = 0` */

/* --- Memory ----------------------------------------------------------------------------------- */

inline forget(facts) {
  for (each : 0 .. THREADS - 1) { knows[each] = knows[each] & ~(facts) }
  for (each : 0 .. LOCATIONS - 1) { at[each] = at[each] & ~(facts) }
  each = 0
}

inline access(resource) {
  assert(is_there[resource]);
  forget(ACCESS(resource, me));
  knows[me] = knows[me] | ACCESS(resource, me);
  accessed = accessed | ACCESS(resource, me)
}

/* All accesses must have happened before. */
inline destroy(resource) {
  assert(is_there[resource]);
  assert((accessed & ACCESSES(resource) & ~knows[me]) == 0);
  is_there[resource] = false;
  accessed = accessed & ~ACCESSES(resource);
  forget(ACCESSES(resource))
}

inline acquire(location, order) {
  if
  :: order -> knows[me] = knows[me] | at[location]
  :: else
  fi;
  each = 0
}

/* code: CSupport/include/Atomics.h: pymv_c_counter_add, pymv_c_counter_release */
inline change(count, by, location, order) {
  count = count + by;
  acquire(location, order);
  if
  :: order -> at[location] = knows[me]
  :: else
  fi;
  each = 0
}

/* A flag may be read as clear by a thread that need not have seen it set.
 * code: CSupport/include/Atomics.h: pymv_c_flags_value */
inline load_flag(flag, location, fact, resource) {
  atomic {
    access(resource);
    if
    :: !flag -> seen = false
    :: flag -> seen = true; knows[me] = knows[me] | fact; acquire(location, CHECK_ORDER)
    :: flag && !(knows[me] & (fact)) && !is_locked -> seen = false
    fi
  }
}

/* code: CSupport/include/Atomics.h: pymv_c_flags_set */
inline set_flag(flag, location, fact, resource) {
  d_step {
    access(resource);
    seen = flag;
    flag = true;
    knows[me] = knows[me] | fact;
    change(seen, 0, location, ORDERED)
  }
}

/* --- The GIL of a host ------------------------------------------------------------------------ */

#ifdef HOST
inline lock() {
  atomic { !is_locked -> is_locked = true; acquire(GIL, true) }
}

inline unlock() {
  d_step { at[GIL] = knows[me]; is_locked = false }
}
#else
#define lock() skip
#define unlock() skip
#endif

/* Another thread may run. */
inline run_foreign_code() { unlock(); lock() }

/* --- The managed buffer ----------------------------------------------------------------------- */

/* code: MemoryView/ManagedBuffer.swift: release, releaseWithOriginalFormat */
inline release_managed() {
  set_flag(managed_released, MANAGED_FLAGS, IS_MANAGED_RELEASED, MANAGED);
  if
  :: !seen ->
    run_foreign_code();
    d_step { access(MANAGED); destroy(MEMORY) }
  :: else
  fi
}

/* No other references exist, so fields are read without atomic operations.
 * code: MemoryView/ManagedBuffer.swift: deallocate */
inline deallocate_managed() {
  d_step {
    assert(!managed_released || (knows[me] & IS_MANAGED_RELEASED));
    if
#ifdef MUTANT_RELEASED_TWICE
    :: true -> destroy(MEMORY)
#else
    :: !managed_released -> managed_released = true; destroy(MEMORY)
    :: else
#endif
    fi;
    destroy(MANAGED)
  }
}

/* The fact that 1 was replaced: see `is_only_reference`. */
inline note_managed_refs() {
  if
  :: managed_refs == 1 -> forget(IS_NOT_ONE)
  :: else -> knows[me] = knows[me] | IS_NOT_ONE
  fi;
  each = 0
}

/* code: MemoryViewTables/include/SharedFields.h: pymv_c_drop */
/* code: CSupport/include/Atomics.h: pymv_c_counter_release */
inline drop_managed() {
  d_step {
    access(MANAGED);
    change(managed_refs, -1, MANAGED_REFS, LAST_ORDER);
    note_managed_refs();
    is_last = managed_refs == 0
  }
  if
  :: is_last -> deallocate_managed()
  :: else
  fi
}

/* code: MemoryViewTables/include/SharedFields.h: pymv_c_managed_exports_add */
inline uncount_view() {
#ifdef MUTANT_NON_ATOMIC_DECREMENT
  d_step { access(MANAGED); old = managed_exports }
  d_step {
    access(MANAGED);
    managed_exports = old - 1;
    change(managed_exports, 0, MANAGED_EXPORTS, ORDERED);
    is_last = managed_exports == 0
  }
#else
  d_step {
    access(MANAGED);
    change(managed_exports, -1, MANAGED_EXPORTS, PIN_ORDER);
    is_last = managed_exports == 0
  }
#endif
}

/* code: MemoryView/ManagedBuffer.swift: dropView */
inline drop_view() {
  uncount_view();
  if
  :: is_last -> release_managed()
  :: else
  fi
}

/* code: MemoryView/ManagedBuffer.swift: join */
inline join() {
#ifndef MUTANT_JOIN_WITHOUT_REFERENCE
  d_step { access(MANAGED); managed_refs++; note_managed_refs() }
#endif
  d_step { access(MANAGED); change(managed_exports, 1, MANAGED_EXPORTS, PIN_ORDER) }
}

/* An old value of 1 may be read by a thread that need not have seen it replaced.
 * code: MemoryViewTables/include/SharedFields.h: pymv_c_is_only_reference */
inline is_only_reference() {
  atomic {
    access(MANAGED);
    if
    :: managed_refs == 1 -> is_only = true; acquire(MANAGED_REFS, CHECK_ORDER)
    :: managed_refs != 1 && !(knows[me] & IS_NOT_ONE) -> is_only = true
    :: true -> is_only = false
    fi
  }
}

/* The slow path may also be taken because of the exporter.
 * code: MemoryView/ManagedBuffer.swift: leave, leaveSlowPath, end */
inline leave() {
#ifdef HOST
  is_only = false;
#else
  is_only_reference();
#endif
  if
  :: is_only -> deallocate_managed()
  :: else ->
    uncount_view();
    if
    :: is_last -> release_managed()
    :: else
    fi;
    drop_managed()
  fi
}

/* --- Views ------------------------------------------------------------------------------------ */

/* code: MemoryView/View+Pinning.swift: unpin */
inline unpin(v) {
  d_step { access(VIEW(v)); change(exports[v], -1, EXPORTS(v), PIN_ORDER) }
}

/* code: MemoryView/View.swift: isAccessible */
inline check_access(v) {
  load_flag(released[v], FLAGS(v), IS_RELEASED(v), VIEW(v));
  is_pinned = !seen;
  if
  :: is_pinned ->
    load_flag(managed_released, MANAGED_FLAGS, IS_MANAGED_RELEASED, MANAGED);
    is_pinned = !seen
  :: else
  fi
}

/* code: MemoryView/View+Pinning.swift: pin, pinned */
inline pin(v) {
  d_step {
    access(VIEW(v));
    change(exports[v], 1, EXPORTS(v), PIN_ORDER);
#ifdef MUTANT_PIN_WITHOUT_COUNT
    is_pinned = true
#else
    is_pinned = exports[v] > 0
#endif
  }
#ifndef MUTANT_PIN_WITHOUT_FLAG
  if
  :: is_pinned -> check_access(v)
  :: else
  fi;
#endif
  if
  :: is_pinned -> d_step { assert(!has_ended[v]); pins[v]++ }
  :: else -> unpin(v)
  fi
}

/* --- Holds ------------------------------------------------------------------------------------ */

#ifdef HOLDS
/* The newest value replaces older ones: the stores are to one address. */
inline drain(thread) {
  if
  :: is_buffered[thread] ->
    listed[thread] = written[thread];
    at[LIST(thread)] = at[WRITTEN(thread)];
    at[WRITTEN(thread)] = 0;
    is_buffered[thread] = false
  :: else
  fi;
  each = 0
}

inline write_list(name, facts) {
  written[me] = name;
  at[WRITTEN(me)] = facts;
  is_buffered[me] = true
}

/* code: MemoryViewTables/holds.c: make_new, take_back */
inline put_on_list(v) {
  d_step { lists = lists | (1 << me); write_list(NAME(v), 0) }
#if defined(HOLDERS_FENCE) && !defined(MUTANT_HOLD_WITHOUT_FENCE)
  d_step { drain(me); knows[me] = knows[me] | fenced }
#endif
}

/* code: MemoryViewTables/include/Holds.h: pymv_c_unhold */
inline take_off_list() {
#ifdef MUTANT_UNHOLD_RELAXED
  d_step { write_list(0, 0) }
#else
  d_step { write_list(0, knows[me]) }
#endif
}

/* code: MemoryViewTables/include/Holds.h: pymv_c_hold */
/* code: MemoryView/View+Pinning.swift: takeHold */
inline hold(v) {
#ifdef MUTANT_HOLD_CHECKS_EARLY
  check_access(v);
  put_on_list(v);
#else
  put_on_list(v);
  check_access(v);
#endif
  if
  :: is_pinned -> d_step { assert(!is_over[v]); holds[v]++ }
  :: else -> take_off_list()
  fi
}

inline unhold(v) {
  d_step { holds[v]-- }
  take_off_list()
}

/* Threads pass the barrier one after the other. It orders what a thread wrote before and read
 * afterwards; accesses are ordered by the lists.
 * code: MemoryViewTables/holds.c: pass_barrier_everywhere */
inline pass_barrier_everywhere(v) {
#ifdef HOLDERS_FENCE
  d_step { drain(me); fenced = fenced | (knows[me] & IS_RELEASED(v)) }
#else
  d_step { drain(me) }
  for (other : 0 .. THREADS - 1) {
    d_step { drain(other); knows[other] = knows[other] | (knows[me] & IS_RELEASED(v)) }
  }
#endif
}

/* code: MemoryViewTables/holds.c: pymv_c_await_holders, wait_for, holds */
inline await_holders(v) {
#ifdef MUTANT_LISTS_FOUND_EARLY
  found = lists;
#endif
#ifndef MUTANT_RELEASE_WITHOUT_BARRIER
  pass_barrier_everywhere(v);
#endif
#ifndef MUTANT_LISTS_FOUND_EARLY
  found = lists;
#endif
#ifndef MUTANT_RELEASE_WITHOUT_WAIT
  for (other : 0 .. THREADS - 1) {
    do
    :: atomic { !(found & (1 << other)) || listed[other] != NAME(v) -> acquire(LIST(other), true); break }
    :: d_step { is_buffered[other] -> drain(other) }
    od
  }
#endif
  atomic { other = 0; found = 0 }
}

inline end_holds(v) {
  d_step { assert(holds[v] == 0); is_over[v] = true }
}
#endif

/* code: MemoryView/View+Pinning.swift: release */
inline release(v) {
  outcome = 0;
  do
  :: outcome == 0 ->
#ifdef MUTANT_RELEASE_IN_TWO_STEPS
    d_step { access(VIEW(v)); is_free = exports[v] == 0; acquire(EXPORTS(v), PIN_ORDER) }
#endif
    d_step {
      access(VIEW(v));
#ifndef MUTANT_RELEASE_IN_TWO_STEPS
      is_free = exports[v] == 0;
#endif
      if
      :: is_free ->
        change(exports[v], RELEASING, EXPORTS(v), PIN_ORDER);
        assert(pins[v] == 0);
        has_ended[v] = true;
        outcome = SUCCEEDED
      :: else -> acquire(EXPORTS(v), CHECK_ORDER)
      fi;
      each = 0
    }
    if
    :: outcome == 0 ->
      load_flag(released[v], FLAGS(v), IS_RELEASED(v), VIEW(v));
      if
      :: seen -> outcome = WAS_RELEASED
      :: else ->
        d_step {
          access(VIEW(v));
          acquire(EXPORTS(v), CHECK_ORDER);
          if
          :: exports[v] > 0 -> outcome = RAISED
          :: exports[v] < 0 -> outcome = WAS_RELEASED
          :: else
          fi;
          each = 0
        }
#ifdef MUTANT_RELEASE_WAITS
        if
        :: outcome == RAISED -> exports[v] <= 0; outcome = 0
        :: else
        fi
#endif
      fi
    :: else
    fi
  :: else -> break
  od;
  if
  :: outcome == SUCCEEDED ->
#ifdef MUTANT_RELEASE_COUNTS_EARLY
    d_step { access(VIEW(v)); change(exports[v], -RELEASING, EXPORTS(v), PIN_ORDER) }
    set_flag(released[v], FLAGS(v), IS_RELEASED(v), VIEW(v));
#else
#ifdef MUTANT_RELEASE_WAITS_EARLY
    await_holders(v);
#endif
    set_flag(released[v], FLAGS(v), IS_RELEASED(v), VIEW(v));
#ifdef HOLDS
    if
    :: !seen ->
#ifndef MUTANT_RELEASE_WAITS_EARLY
      await_holders(v);
#endif
      end_holds(v)
    :: else
    fi;
#endif
    d_step { access(VIEW(v)); change(exports[v], -RELEASING, EXPORTS(v), PIN_ORDER) }
#endif
    if
    :: !seen -> drop_view()
    :: else
    fi
  :: else
  fi
}

/* code: MemoryView/View.swift: deallocate */
inline deallocate(v) {
  d_step { access(VIEW(v)); assert(exports[v] == 0) }
  load_flag(released[v], FLAGS(v), IS_RELEASED(v), VIEW(v));
  if
  :: seen -> drop_managed()
  :: else -> leave()
  fi;
  d_step { destroy(VIEW(v)) }
}

/* code: MemoryViewTables/include/SharedFields.h: pymv_c_drop */
/* code: CSupport/include/Atomics.h: pymv_c_counter_release */
inline drop(v) {
#ifdef MUTANT_NON_ATOMIC_REFERENCE
  d_step { access(VIEW(v)); old = refs[v] }
  d_step {
    access(VIEW(v));
    refs[v] = old - 1;
    change(refs[v], 0, REFS(v), LAST_ORDER);
    is_last = refs[v] == 0
  }
#else
  d_step {
    access(VIEW(v));
    change(refs[v], -1, REFS(v), LAST_ORDER);
    is_last = refs[v] == 0
  }
#endif
  if
  :: is_last -> deallocate(v)
  :: else
  fi
}

/* --- Operations ------------------------------------------------------------------------------- */

#ifdef HOLDS
/* Reads, writes and copies of items that run no foreign code.
 * code: MemoryView/View+Pinning.swift: held, heldIfShared, endHold */
inline use_held_items(v) {
  hold(v);
  if
  :: is_pinned ->
#ifdef MUTANT_UNHOLD_EARLY
    unhold(v);
    d_step { access(MEMORY) }
#else
    d_step { access(MEMORY) }
#ifdef MUTANT_RELEASE_WHILE_HELD
    release(v);
#endif
    unhold(v)
#endif
  :: else
  fi
}
#endif

/* Likewise while the view is pinned: foreign code may run, or there was no room on the list.
 * code: MemoryView/View+Pinning.swift: held, pinned, heldIfShared */
inline use_items(v) {
  pin(v);
  if
  :: is_pinned ->
    run_foreign_code();
    d_step { access(MEMORY) }
    d_step { access(VIEW(v)); pins[v]--; change(exports[v], -1, EXPORTS(v), PIN_ORDER) }
  :: else
  fi
}

#ifdef HOST
/* A copy while the GIL is released.
 * code: MemoryView/HostLock.swift: readUnlocked */
inline copy_unlocked() {
  d_step {
    access(VIEW(0));
    is_pinned = !released[0] && !managed_released
  }
  if
  :: is_pinned ->
#ifndef MUTANT_COPY_UNCOUNTED
    join();
#endif
    unlock();
    d_step { access(MEMORY) }
#ifndef MUTANT_LOCK_NOT_RETAKEN
    lock();
#endif
#ifndef MUTANT_COPY_UNCOUNTED
    leave()
#endif
  :: else
  fi
}
#endif

/* code: MemoryView/View+Requests.swift: fill, fillShared */
/* code: CSupport/include/Atomics.h: pymv_c_counter_retain */
inline export() {
  pin(0);
  if
  :: is_pinned ->
    has_buffer = true;
#ifndef MUTANT_EXPORT_WITHOUT_REFERENCE
    d_step { access(VIEW(0)); refs[0]++ }
#endif
  :: else
  fi
}

/* code: MemoryView/View+Requests.swift: takeBack */
inline take_back() {
  d_step { access(MEMORY) }
  d_step { access(VIEW(0)); pins[0]--; change(exports[0], -1, EXPORTS(0), PIN_ORDER) }
  has_buffer = false;
#ifndef MUTANT_EXPORT_WITHOUT_REFERENCE
  drop(0)
#endif
}

/* code: MemoryView/View+Construction.swift: makeSibling, joined, join, initializeFields */
inline make_own() {
#ifdef MUTANT_JOIN_UNPINNED
  load_flag(released[0], FLAGS(0), IS_RELEASED(0), VIEW(0));
  is_pinned = !seen;
  if
  :: is_pinned -> join()
  :: else
  fi;
#elif defined(HOLDS)
  hold(0);
  if
  :: is_pinned -> join(); unhold(0)
  :: else
  fi;
#else
  pin(0);
  if
  :: is_pinned ->
    join();
    d_step { access(VIEW(0)); pins[0]--; change(exports[0], -1, EXPORTS(0), PIN_ORDER) }
  :: else
  fi;
#endif
  if
  :: is_pinned ->
    d_step {
      has_own = true;
      is_there[VIEW(OWN)] = true;
      refs[OWN] = 1;
      exports[OWN] = 0;
      released[OWN] = false;
      has_ended[OWN] = false;
#ifdef HOLDS
      is_over[OWN] = false;
#endif
      forget(IS_RELEASED(OWN));
      at[REFS(OWN)] = 0;
      at[EXPORTS(OWN)] = 0;
      at[FLAGS(OWN)] = 0;
      access(VIEW(OWN))
    }
  :: else
  fi
}

inline drop_own() { has_own = false; drop(OWN) }

proctype user(byte me) {
  byte left = OPERATIONS, outcome;
  bool seen, is_last, is_only, is_pinned, is_free, has_buffer, has_own;
#if defined(MUTANT_NON_ATOMIC_DECREMENT) || defined(MUTANT_NON_ATOMIC_REFERENCE)
  short old;
#endif
#ifdef HOLDS
  byte other, found;
#endif
  lock();
  do
  :: left > 0 ->
    left--;
    if
    :: use_items(0)
    :: !has_buffer -> export()
    :: has_buffer -> take_back()
    :: release(0); assert(!has_buffer || outcome == RAISED)
    :: !has_own -> make_own()
    :: has_own -> use_items(OWN)
    :: has_own -> release(OWN); assert(outcome != RAISED)
    :: has_own -> drop_own()
#ifdef HOST
    :: copy_unlocked()
#endif
#ifdef HOLDS
    :: use_held_items(0)
    :: has_own -> use_held_items(OWN)
#endif
    fi;
    run_foreign_code()
  :: else -> break
  od;
  if
  :: has_own -> drop_own()
  :: true
  fi;
  drop(0);
  if
  :: has_buffer -> take_back()
  :: else
  fi;
  if
  :: has_own -> drop_own()
  :: else
  fi;
  unlock();
  finished++
}

init {
  byte thread;
  atomic {
    is_there[MEMORY] = true;
    is_there[MANAGED] = true;
    is_there[VIEW(0)] = true;
    refs[0] = THREADS;
    for (thread : 0 .. THREADS - 1) { run user(thread) }
  }
  d_step {
    finished == THREADS;
    assert(!is_there[MEMORY] && !is_there[MANAGED]);
    for (thread : 0 .. VIEWS - 1) { assert(!is_there[VIEW(thread)] && exports[thread] == 0 && pins[thread] == 0) }
  }
}
