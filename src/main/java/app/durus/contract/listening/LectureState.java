package app.durus.contract.listening;

import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * The authoritative state of one lecture for one listener: its registers, and the view that follows
 * from them and the catalogue.
 *
 * @param revision grows with every change, per listener and in commit order (R12)
 * @param position null when no progress was ever recorded; so each register
 * @param firstCompletedAt smallest time of any completion, null when never completed
 * @param resumePositionMs where playing starts, by R4, R5 and R9
 * @param completed whether the lecture counts as completed
 */
public record LectureState(
    @NonNull String lectureId,
    long revision,
    @Nullable PositionRegister position,
    @Nullable CompletionRegister completion,
    @Nullable FavoriteRegister favorite,
    @Nullable Long firstCompletedAt,
    long resumePositionMs,
    boolean completed) {}
