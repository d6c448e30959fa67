package app.durus.server.audio.format.ogg;

import app.durus.server.audio.format.file.AudioStream;
import app.durus.server.audio.format.file.FileWindow;
import app.durus.server.audio.format.file.UnusableAudio;
import app.durus.server.audio.format.mp3.Mp3Tags;
import app.durus.server.audio.format.tags.EmbeddedMetadata;
import app.durus.server.audio.format.tags.VorbisComment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks an Ogg file of Opus (RFC 7845) or Vorbis page by page. Its audio without tags is the pages'
 * payload after the header packets, without the pages' own headers: a tagging program that needs
 * another page renumbers all later ones. The duration of Opus follows from its packets. That of
 * Vorbis follows from its last page, because its packets alone do not tell it.
 */
public final class OggParser {

  private static final String OPUS_HEAD = "OpusHead";
  private static final String VORBIS_HEAD = "\u0001vorbis";
  private static final int OPUS_HEADERS = 2;
  private static final int VORBIS_HEADERS = 3;
  private static final int FIRST_BODY_AT = 28;

  private final FileWindow file;
  private final List<AudioStream.Region> audio = new ArrayList<>();
  private final VorbisComment comment = new VorbisComment();
  private final List<String> remarks = new ArrayList<>();
  private double durationMs;
  private int links;
  private long damagedPages;
  private boolean cutOff;
  private Link link;

  /** One stream. Most files have one only; a recorded broadcast has one after the other. */
  private final class Link {
    final long serial;
    final boolean opus;
    final long rateHz;
    final long preSkip;
    int headersLeft;
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    long packetSamples;
    long startGranule = -1;
    long lastGranule;
    boolean ended;

    Link(OggPage page) throws IOException {
      serial = page.serial();
      long body = page.bodyStart();
      opus = file.hasAscii(body, OPUS_HEAD);
      rateHz = opus ? OpusPacket.SAMPLE_RATE_HZ : file.uint32LittleEndian(body + 12);
      preSkip = opus ? file.uint16LittleEndian(body + 10) : 0;
      headersLeft = opus ? OPUS_HEADERS : VORBIS_HEADERS;
    }

    double lengthMs() {
      long byGranule = lastGranule - Math.max(0, startGranule) - preSkip;
      long samples = byGranule;
      if (opus) {
        long byPackets = packetSamples - preSkip;
        samples = ended && byGranule > 0 ? Math.min(byPackets, byGranule) : byPackets;
      }
      return rateHz == 0 ? 0 : Math.max(0, samples) * 1_000.0 / rateHz;
    }
  }

  private OggParser(FileWindow file) {
    this.file = file;
  }

  /**
   * @param start where the first page starts
   */
  public static boolean isOpus(FileWindow file, long start) throws IOException {
    return file.hasAscii(start + FIRST_BODY_AT, OPUS_HEAD);
  }

  public static AudioStream read(FileWindow file) throws IOException, UnusableAudio {
    OggParser sound = new OggParser(file);
    sound.walk(Mp3Tags.afterLeadingTags(file));
    return sound.judged();
  }

  private void walk(long start) throws IOException {
    boolean lost = false;
    for (long at = start; at < file.sizeBytes(); ) {
      OggPage page = OggPage.at(file, at);
      if (page == null) {
        lost = true;
        at++;
        continue;
      }
      if (page.end() > file.sizeBytes()) {
        cutOff = true;
        break;
      }
      if (lost || !page.whole()) {
        damagedPages++;
        lost = false;
      }
      if (!page.whole()) {
        // Bytes that look like a page by chance, or a damaged page: look for the next one from
        // here.
        at += 4;
        continue;
      }
      take(page);
      at = page.end();
    }
    endLink();
  }

  private void take(OggPage page) throws IOException {
    if (page.isFirst() && (link == null || link.ended)) {
      beginLink(page);
    }
    if (link == null || page.serial() != link.serial) {
      // A stream of another kind beside the audio.
      return;
    }
    if (link.headersLeft > 0) {
      takeHeaders(page);
    } else {
      takeAudio(page);
    }
    link.ended |= page.isLast();
  }

  private void beginLink(OggPage page) throws IOException {
    long body = page.bodyStart();
    if (file.hasAscii(body, OPUS_HEAD) || file.hasAscii(body, VORBIS_HEAD)) {
      endLink();
      link = new Link(page);
      links++;
    }
  }

  private void endLink() {
    if (link != null) {
      durationMs += link.lengthMs();
      cutOff |= !link.ended;
    }
  }

  private void takeHeaders(OggPage page) throws IOException {
    long at = page.bodyStart();
    for (int i = 0; i < page.segments() && link.headersLeft > 0; i++) {
      int size = page.segmentBytes(file, i);
      for (int j = 0; j < size && link.header.size() < EmbeddedMetadata.LARGEST_BYTES; j++) {
        link.header.write(file.byteAt(at + j));
      }
      at += size;
      if (size < 255) {
        endHeader(link.header.toByteArray());
        link.header = new ByteArrayOutputStream();
        link.headersLeft--;
      }
    }
  }

  private void endHeader(byte[] packet) {
    boolean isComment = link.headersLeft == (link.opus ? 1 : 2);
    if (isComment && packet.length >= EmbeddedMetadata.LARGEST_BYTES) {
      remarks.add("Its tags are too large to be read; it is named after its file.");
    } else if (isComment && links == 1) {
      // After "OpusTags", or a byte and "vorbis".
      comment.read(packet, link.opus ? 8 : 7);
    }
  }

  private void takeAudio(OggPage page) throws IOException {
    audio.add(new AudioStream.Region(page.bodyStart(), page.end()));
    long samples = link.opus ? opusSamples(page) : 0;
    link.packetSamples += samples;
    if (page.granule() >= 0) {
      if (link.opus && link.startGranule < 0) {
        link.startGranule = Math.max(0, page.granule() - link.packetSamples);
      }
      link.lastGranule = Math.max(link.lastGranule, page.granule());
    }
  }

  /** Of the packets that begin in a page. */
  private long opusSamples(OggPage page) throws IOException {
    long samples = 0;
    long at = page.bodyStart();
    boolean begins = !page.continuesPacket();
    for (int i = 0; i < page.segments(); i++) {
      int size = page.segmentBytes(file, i);
      if (begins && size > 0) {
        samples += OpusPacket.samples(file.byteAt(at), file.byteAt(at + 1));
      }
      begins = size < 255;
      at += size;
    }
    return samples;
  }

  private AudioStream judged() throws UnusableAudio {
    if (links == 0) {
      throw new UnusableAudio("It is not an Ogg recording of Opus or Vorbis, or is damaged.");
    }
    long lengthMs = Math.round(durationMs);
    if (audio.isEmpty() || lengthMs <= 0) {
      throw new UnusableAudio("It holds no audio.");
    }
    if (cutOff) {
      remarks.add("Its end is missing; it may have been cut off.");
    }
    if (damagedPages > 0) {
      remarks.add("It is damaged in places: " + damagedPages + ".");
    }
    if (links > 1) {
      remarks.add(
          "It is several recordings one after the other; some browsers play only the first.");
    }
    return new AudioStream(audio, lengthMs, null, comment.tagged(), remarks);
  }
}
