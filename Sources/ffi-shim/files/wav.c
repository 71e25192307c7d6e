/* RIFF/WAVE audio: uncompressed integers and 32-bit floats, frames by channels.
 *
 * Source: Microsoft's "Multimedia Programming Interface and Data Specifications 1.0" and
 * WAVEFORMATEXTENSIBLE. Everything is little-endian; chunks are padded to even sizes. */
#include "array_file.h"

enum { TAG_PCM = 1, TAG_FLOAT = 3, TAG_EXTENSIBLE = 0xFFFE };

/** The fmt chunk. */
struct wave_format {
  unsigned int tag, channels, rate, block, bits;
};

/** A chunk, found within the file. */
struct chunk {
  const unsigned char *id;
  size_t offset; /**< Of its content. */
  size_t size;   /**< Of its content. */
};

static unsigned int read16(const unsigned char *p) {
  return p[0] | (unsigned int)p[1] << 8;
}

static unsigned int read32(const unsigned char *p) {
  return read16(p) | (unsigned int)read16(p + 2) << 16;
}

bool wav_matches(struct byte_range range) {
  return range.size >= 12 && memcmp(range.bytes, "RIFF", 4) == 0 &&
         memcmp(range.bytes + 8, "WAVE", 4) == 0;
}

/** The chunk at an offset. */
static bool read_chunk(struct byte_range range, size_t at, struct chunk *chunk,
                       struct problem *problem) {
  if (at > range.size || range.size - at < 8) {
    return refuse_file(problem, "the file ends before its fmt and data chunks");
  }
  *chunk = (struct chunk){range.bytes + at, at + 8, read32(range.bytes + at + 4)};
  if (chunk->size > range.size - chunk->offset) {
    return refuse_file(problem, "a chunk claims %zu bytes, the file has %zu more", chunk->size,
                       range.size - chunk->offset);
  }
  return true;
}

/** Find the fmt chunk and the data chunk behind it. */
static bool find_chunks(struct byte_range range, struct chunk *format, struct chunk *data,
                        struct problem *problem) {
  bool found = false;
  size_t at = 12;
  while (read_chunk(range, at, data, problem)) {
    if (memcmp(data->id, "data", 4) == 0) {
      return found || refuse_file(problem, "the data chunk comes before the fmt chunk");
    }
    if (memcmp(data->id, "fmt ", 4) == 0) {
      *format = *data;
      found = true;
    }
    at = data->offset + data->size + (data->size & 1);
  }
  return false;
}

static bool read_format(struct byte_range range, struct chunk chunk, struct wave_format *format,
                        struct problem *problem) {
  const unsigned char *p = range.bytes + chunk.offset;
  if (chunk.size < 16) return refuse_file(problem, "the fmt chunk is too short");
  *format =
      (struct wave_format){read16(p), read16(p + 2), read32(p + 4), read16(p + 12), read16(p + 14)};
  if (format->tag != TAG_EXTENSIBLE) return true;
  if (chunk.size < 40) return refuse_file(problem, "the extensible fmt chunk is too short");
  format->tag = read16(p + 24); /* The sub-format's GUID starts with a plain tag. */
  return true;
}

/** Item format of a sample. 24-bit samples have none: they are three bytes, on an axis. */
static const char *sample_format(const struct wave_format *format) {
  if (format->tag == TAG_FLOAT) return format->bits == 32 ? "f" : NULL;
  if (format->tag != TAG_PCM) return NULL;
  switch (format->bits) {
  case 8:
  case 24:
    return "B";
  case 16:
    return "h";
  case 32:
    return "i";
  default:
    return NULL;
  }
}

/** Check that the fields fit each other and set the item format. */
static bool apply_format(const struct wave_format *format, struct array_file *array,
                         struct problem *problem) {
  const char *item = sample_format(format);
  if (item == NULL) {
    return refuse_file(problem, "samples of format tag %u with %u bits are not supported",
                       format->tag, format->bits);
  }
  if (format->channels == 0 || format->block != format->channels * (format->bits / 8)) {
    return refuse_file(problem,
                       "the fmt chunk contradicts itself: %u channels of %u bits in %u "
                       "bytes",
                       format->channels, format->bits, format->block);
  }
  snprintf(array->format, sizeof array->format, "%s", item);
  return true;
}

bool wav_parse(struct byte_range range, struct array_file *array, struct problem *problem) {
  struct chunk format_chunk = {0}, data = {0};
  struct wave_format format = {0};
  if (read32(range.bytes + 4) > range.size - 8) {
    return refuse_file(problem, "the RIFF header claims %u bytes, the file has %zu more",
                       read32(range.bytes + 4), range.size - 8);
  }
  if (!find_chunks(range, &format_chunk, &data, problem)) return false;
  if (!read_format(range, format_chunk, &format, problem)) return false;
  if (!apply_format(&format, array, problem)) return false;
  snprintf(array->description, sizeof array->description,
           "WAVE audio, %u Hz, %u channel%s of %u-bit %s", format.rate, format.channels,
           format.channels == 1 ? "" : "s", format.bits, format.tag == TAG_FLOAT ? "float" : "PCM");
  array->itemsize = format.bits == 24 ? 1 : format.bits / 8;
  array->offset = data.offset;
  return array_add_axis(array, data.size / format.block, problem) &&
         array_add_axis(array, format.channels, problem) &&
         (format.bits != 24 || array_add_axis(array, 3, problem)) &&
         array_lay_out(array, 'C', range, problem);
}
