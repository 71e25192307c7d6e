import BufferProtocol
import CPyMemoryView
import HostTables

// Every change to the host is recorded with the original value, so that it can be undone exactly:
// the records are undone from the last to the first.

public typealias TypeObject = UnsafeMutablePointer<PyTypeObject>

enum Change {
  /// Changes a word of the host's memory, unless it already has the value. Sets `is_full` instead
  /// if the change cannot be recorded.
  @inline(never)
  static func set(_ word: UnsafeMutablePointer<UInt>, to value: UInt) {
    if word.pointee == value { return }
    let count = pymv_c_takeover.word_count
    guard count < PYMV_MOST_WORDS else {
      pymv_c_takeover.is_full = true
      return
    }
    records[count] = pymv_changed_word(word: word, before: word.pointee)
    pymv_c_takeover.word_count = count + 1
    word.pointee = value
  }

  /// Updates the slot wrappers in a type's dictionary: those that call a replaced function call its
  /// replacement.
  static func updateWrappers(in dictionary: Object) {
    var position = 0
    var key: Object?
    var value: Object?
    let count = pymv_c_takeover.word_count
    if pymv_c_takeover.lasting_word_count == 0 { pymv_c_takeover.lasting_word_count = count }
    while pymv_c_dict_next(dictionary, &position, &key, &value) {
      guard let descriptor = value, let word = pymv_c_wrapped_function(descriptor) else { continue }
      for index in 0..<count where records[index].before == word.pointee {
        // Slots that shared a function before share its replacement.
        set(word, to: records[index].word.pointee)
        break
      }
    }
  }

  /// Sets an entry of a type's dictionary.
  static func set(
    _ text: UnsafePointer<CChar>, in dictionary: Object, to value: Object
  ) -> CInt {
    let count = pymv_c_takeover.entry_count
    guard count < PYMV_MOST_ENTRIES else {
      pymv_c_takeover.is_full = true
      return 0
    }
    guard let name = pymv_c_name(text) else { return -1 }
    let before = pymv_c_dict_get(dictionary, name)
    Py_IncRef(before)
    if pymv_c_dict_set(dictionary, name, value) < 0 {
      Py_DecRef(name)
      Py_DecRef(before)
      return -1
    }
    entries[count] = pymv_changed_entry(name: name, before: before)
    pymv_c_takeover.entry_count = count + 1
    return 0
  }

  /// Undoes all changes. Allocates no memory, so that it also works after an allocation has failed.
  static func undoAll(in dictionary: Object) -> CInt {
    if undoEntries(in: dictionary) < 0 { return -1 }
    undoWords()
    return 0
  }

  private static func undoEntries(in dictionary: Object) -> CInt {
    while pymv_c_takeover.entry_count > 0 {
      let entry = entries[pymv_c_takeover.entry_count - 1]
      let status =
        entry.before.map { pymv_c_dict_set(dictionary, entry.name, $0) }
        ?? pymv_c_dict_del(dictionary, entry.name)
      if status < 0 { return -1 }
      Py_DecRef(entry.name)
      Py_DecRef(entry.before)
      pymv_c_takeover.entry_count -= 1
    }
    return 0
  }

  /// Undoes the changes of words. Before an interpreter has started, there are no other changes.
  @inline(never)
  static func undoWords() {
    while pymv_c_takeover.word_count > 0 {
      pymv_c_takeover.word_count -= 1
      let change = records[pymv_c_takeover.word_count]
      change.word.pointee = change.before
    }
    pymv_c_takeover.lasting_word_count = 0
    pymv_c_takeover.is_full = false
  }

  /// Undoes the changes to static memory after the interpreter has ended and freed its objects.
  static func undoLasting() {
    pymv_c_takeover.entry_count = 0
    pymv_c_takeover.word_count = pymv_c_takeover.lasting_word_count
    undoWords()
  }

  private static var records: UnsafeMutablePointer<pymv_changed_word> { pymv_c_changed_words() }

  private static var entries: UnsafeMutablePointer<pymv_changed_entry> { pymv_c_changed_entries() }
}
