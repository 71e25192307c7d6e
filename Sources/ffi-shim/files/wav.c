/* WAVE audio: uncompressed samples, frames by channels.
 *
 * Sources: Microsoft's "Multimedia Programming Interface and Data Specifications 1.0" (RIFF, and
 * RIFX, the same with the most significant byte first), WAVEFORMATEXTENSIBLE, and ITU-R BS.2088
 * (RF64 and BW64: sizes of 64 bits in a ds64 chunk). Chunks are padded to even sizes.
 *
 * Recorders that stream, or stop without closing the file, leave 0, 0xFFFFFFFF or an estimate where
 * a size belongs. Like players, this reader ignores the outer size, and reads to the end of the
 * file if the data chunk claims more bytes than that. */
#include "array_file.h"

#include "../items.h"

enum { TAG_PCM = 1, TAG_FLOAT = 3, TAG_A_LAW = 6, TAG_MU_LAW = 7, TAG_EXTENSIBLE = 0xFFFE };

/** Placeholder for a size that is unknown or does not fit 32 bits. */
static const unsigned long long unknown_size = 0xFFFFFFFF;

/** A chunk's content. */
struct chunk {
  size_t offset; /**< 0: the file has no such chunk. */
  unsigned long long size;
};

/** A file and the chunks found in it. */
struct wave {
  struct byte_range range;
  bool big_endian;
  struct chunk format, sizes, data;
};

/** The fmt chunk. */
struct wave_format {
  unsigned int tag, channels, rate;
  unsigned int block; /**< Bytes of a frame. */
  unsigned int bits;  /**< Significant bits of a sample. */
};

/** A kind of sample. */
struct sample {
  unsigned int tag, bytes, least_bits, most_bits;
  const char *format; /**< In native byte order. */
  const char *name;
};

/* No item has three, five, six or seven bytes: such samples have an axis of their own. */
static const struct sample samples[] = {
    {TAG_PCM, 1, 1, 8, "B", "PCM"},
    {TAG_PCM, 2, 9, 16, "h", "PCM"},
    {TAG_PCM, 3, 9, 24, "B", "PCM"},
    {TAG_PCM, 4, 9, 32, "i", "PCM"},
    {TAG_PCM, 5, 33, 40, "B", "PCM"},
    {TAG_PCM, 6, 33, 48, "B", "PCM"},
    {TAG_PCM, 7, 33, 56, "B", "PCM"},
    {TAG_PCM, 8, 33, 64, "q", "PCM"},
    {TAG_FLOAT, 4, 32, 32, "f", "float"},
    {TAG_FLOAT, 8, 64, 64, "d", "float"},
    {TAG_A_LAW, 1, 8, 8, "B", "A-law, shown as codes"},
    {TAG_MU_LAW, 1, 8, 8, "B", "mu-law, shown as codes"},
};

bool wav_matches(struct byte_range range) {
  static const char outer[][5] = {"RIFF", "RIFX", "RF64", "BW64"};
  if (range.size < 12 || memcmp(range.bytes + 8, "WAVE", 4) != 0) return false;
  for (size_t k = 0; k < Py_ARRAY_LENGTH(outer); k++) {
    if (memcmp(range.bytes, outer[k], 4) == 0) return true;
  }
  return false;
}

static unsigned long long read_field(const struct wave *wave, size_t offset, int size) {
  return item_unsigned(wave->range.bytes + offset, size, wave->big_endian);
}

/** Find the data chunk and the chunks before it. */
static bool find_chunks(struct wave *wave, struct problem *problem) {
  struct byte_range range = wave->range;
  size_t at = 12;
  while (at <= range.size && range.size - at >= 8) {
    const unsigned char *id = range.bytes + at;
    struct chunk chunk = {at + 8, read_field(wave, at + 4, 4)};
    size_t left = range.size - chunk.offset;
    if (memcmp(id, "data", 4) == 0) {
      wave->data = chunk;
      return wave->format.offset != 0 ||
             refuse_file(problem, "the data chunk comes before the fmt chunk");
    }
    if (chunk.size > left) {
      return refuse_file(problem, "a chunk claims %llu bytes, the file has %zu more", chunk.size,
                         left);
    }
    if (memcmp(id, "fmt ", 4) == 0) wave->format = chunk;
    if (memcmp(id, "ds64", 4) == 0) wave->sizes = chunk;
    at = chunk.offset + (size_t)chunk.size + (chunk.size & 1);
  }
  return refuse_file(problem, "the file ends before its %s",
                     wave->format.offset != 0 ? "data chunk" : "fmt and data chunks");
}

/** Limit the data chunk to the bytes that the file has.
 * @param claimed gets the size that the file claims. */
static bool measure_data(struct wave *wave, unsigned long long *claimed, struct problem *problem) {
  unsigned long long outer = read_field(wave, 4, 4), left = wave->range.size - wave->data.offset;
  *claimed = wave->data.size;
  if (*claimed == unknown_size && wave->sizes.offset != 0) {
    if (wave->sizes.size < 16) return refuse_file(problem, "the ds64 chunk is too short");
    outer = read_field(wave, wave->sizes.offset, 8);
    *claimed = read_field(wave, wave->sizes.offset + 8, 8);
  }
  bool never_closed = *claimed == 0 && (outer == 0 || outer == unknown_size);
  wave->data.size = never_closed ? left : Py_MIN(*claimed, left);
  return true;
}

static bool read_format(const struct wave *wave, struct wave_format *format,
                        struct problem *problem) {
  size_t at = wave->format.offset;
  if (wave->format.size < 16) return refuse_file(problem, "the fmt chunk is too short");
  *format = (struct wave_format){.tag = (unsigned int)read_field(wave, at, 2),
                                 .channels = (unsigned int)read_field(wave, at + 2, 2),
                                 .rate = (unsigned int)read_field(wave, at + 4, 4),
                                 .block = (unsigned int)read_field(wave, at + 12, 2),
                                 .bits = (unsigned int)read_field(wave, at + 14, 2)};
  if (format->tag != TAG_EXTENSIBLE) return true;
  if (wave->format.size < 40) {
    return refuse_file(problem, "the extensible fmt chunk is too short");
  }
  unsigned int valid_bits = (unsigned int)read_field(wave, at + 18, 2);
  if (valid_bits > 0 && valid_bits < format->bits) format->bits = valid_bits;
  format->tag = (unsigned int)read_field(wave, at + 24, 4); /* First field of a GUID. */
  return true;
}

/** Bytes of a sample; 0 if the fields contradict each other. */
static unsigned int sample_bytes(const struct wave_format *format) {
  if (format->channels == 0 || format->block % format->channels != 0) return 0;
  unsigned int bytes = format->block / format->channels;
  return bytes * 8 < format->bits ? 0 : bytes;
}

/** The kind of the samples. @return NULL with a problem if it is not supported. */
static const struct sample *find_sample(const struct wave_format *format, struct problem *problem) {
  unsigned int bytes = sample_bytes(format);
  bool known_tag = false;
  for (size_t k = 0; k < Py_ARRAY_LENGTH(samples); k++) {
    const struct sample *sample = &samples[k];
    if (sample->tag != format->tag) continue;
    known_tag = true;
    if (sample->bytes == bytes && sample->least_bits <= format->bits &&
        format->bits <= sample->most_bits) {
      return sample;
    }
  }
  if (known_tag && bytes == 0) {
    refuse_file(problem, "the fmt chunk contradicts itself: %u channels of %u bits in %u bytes",
                format->channels, format->bits, format->block);
  } else {
    refuse_file(problem, "samples of format tag %u with %u bits are not supported", format->tag,
                format->bits);
  }
  return NULL;
}

static void describe(const struct wave *wave, const struct wave_format *format,
                     const struct sample *sample, unsigned long long claimed,
                     struct array_file *array) {
  const char *outer = (const char *)wave->range.bytes;
  bool plain = memcmp(outer, "RIFF", 4) == 0;
  char *text = array->description;
  size_t room = sizeof array->description;
  size_t length =
      (size_t)snprintf(text, room, "WAVE audio%s%.4s, %u Hz, %u channel%s of %u-bit %s",
                       plain ? "" : " in ", plain ? "" : outer, format->rate, format->channels,
                       format->channels == 1 ? "" : "s", format->bits, sample->name);
  if (format->bits != sample->bytes * 8) {
    length += (size_t)snprintf(text + length, room - length, " in %u bytes", sample->bytes);
  }
  if (wave->data.size != claimed) {
    snprintf(text + length, room - length, "; the data chunk claims %llu bytes, the file has %llu",
             claimed, wave->data.size);
  }
}

bool wav_parse(struct byte_range range, struct array_file *array, struct problem *problem) {
  struct wave wave = {.range = range, .big_endian = range.bytes[3] == 'X'};
  struct wave_format format;
  unsigned long long claimed;
  if (!find_chunks(&wave, problem) || !measure_data(&wave, &claimed, problem)) return false;
  if (!read_format(&wave, &format, problem)) return false;
  const struct sample *sample = find_sample(&format, problem);
  if (sample == NULL) return false;
  bool split = sample->bytes > 1 && *sample->format == 'B';
  describe(&wave, &format, sample, claimed, array);
  snprintf(array->format, sizeof array->format, "%s%s",
           wave.big_endian && sample->bytes > 1 && !split ? ">" : "", sample->format);
  array->itemsize = split ? 1 : (Py_ssize_t)sample->bytes;
  array->offset = wave.data.offset;
  return array_add_axis(array, wave.data.size / format.block, problem) &&
         array_add_axis(array, format.channels, problem) &&
         (!split || array_add_axis(array, sample->bytes, problem)) &&
         array_lay_out(array, 'C', range, problem);
}
