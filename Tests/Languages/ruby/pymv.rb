# frozen_string_literal: true

require "fiddle"

# Views of memory for Ruby: what an example needs of pymv.h.
module PyMV
  # The errors of the library. Each also is Ruby's error of its kind, such as ::IndexError.
  module Error; end

  LIBRARY = Fiddle.dlopen(ENV.fetch("PYMV_LIBRARY"))
  TYPES = { "p" => Fiddle::TYPE_VOIDP, "i" => Fiddle::TYPE_INT, "l" => Fiddle::TYPE_SSIZE_T,
            "v" => Fiddle::TYPE_VOID }.freeze

  # Types of the arguments, then of the result.
  FUNCTIONS = {
    FromArray: "pplipppippp", Slice: "pilllp", Transpose: "ppp", GetField: "ppp", GetInfo: "ppi",
    ItemPointer: "ppip", ReadInto: "pplii", DecRef: "pv", TakeError: "pp", SetDebug: "ii",
    DebugReport: "il"
  }.to_h do |name, types|
    *arguments, result = types.chars.map { |letter| TYPES.fetch(letter) }
    [name, Fiddle::Function.new(LIBRARY["PyMV_#{name}"], arguments, result)]
  end.freeze

  def self.call(name, *arguments) = FUNCTIONS.fetch(name).call(*arguments)

  # The result of a call that did not fail.
  def self.check(result)
    return result unless result.to_i == (result.is_a?(Integer) ? -1 : 0)

    kind = "\0" * Fiddle::SIZEOF_VOIDP
    text = call(:TakeError, kind).to_s
    kind = Fiddle::Pointer.new(kind.unpack1("j")).to_s
    error = (Object.const_defined?(kind) ? Object.const_get(kind) : RuntimeError).new(text)
    raise error.extend(Error)
  end

  # A view, which drops its reference when it is closed or collected.
  class View
    OMITTED = -2**63

    # What a finalizer needs; it must not refer to the view.
    Reference = Struct.new(:object) do
      def drop(*)
        PyMV.call(:DecRef, object) if object
        self.object = nil
      end
    end

    OWNERS = {}
    # The library calls this in the thread that drops the last view.
    DESTROY = Fiddle::Closure::BlockCaller.new(TYPES["v"], [TYPES["p"]] * 2) do |_, key|
      OWNERS.delete(key.to_i)[1].call
    end

    # View memory, which lives until the block is called, once.
    def self.of(memory, format, shape, readonly: false, &released)
      view = new(PyMV.call(:FromArray, memory, format, 0, shape.size, shape.pack("j*"), nil, nil,
                           readonly ? 1 : 0, DESTROY, released.object_id))
      OWNERS[released.object_id] = [memory, released]
      view
    end

    def initialize(object)
      @reference = Reference.new(PyMV.check(object))
      ObjectSpace.define_finalizer(self, @reference.method(:drop))
    end

    def close = @reference.drop
    def slice(axis, *limits) = derived(:Slice, axis, *limits)
    def transpose = derived(:Transpose, nil)
    def field(name) = derived(:GetField, name)
    def [](*indices) = item(indices, 0)[0, 8].unpack1("d")
    def []=(*indices, value)
      item(indices, 1)[0, 8] = [value].pack("d")
    end

    def shape
      # PyMV_Info: struct_size, data, format, shape, strides, suboffsets, itemsize, nbytes, ndim, …
      info = [80, *Array.new(9, 0)].pack("j*")
      PyMV.check(PyMV.call(:GetInfo, object, info))
      shape, _, _, _, @nbytes, ndim = info.unpack("@24j5i")
      Fiddle::Pointer.new(shape)[0, 8 * ndim].unpack("j*")
    end

    # The items in C order; `type` is that of String#unpack.
    def items(type)
      shape
      bytes = "\0" * @nbytes
      PyMV.check(PyMV.call(:ReadInto, object, bytes, bytes.size, "C".ord))
      bytes.unpack("#{type}*")
    end

    private
    def object = @reference.object || raise(TypeError, "the view is closed")
    def derived(name, *arguments) = View.new(PyMV.call(name, object, *arguments))

    def item(indices, for_writing)
      PyMV.check(PyMV.call(:ItemPointer, object, indices.pack("j*"), for_writing))
    end
  end
end
