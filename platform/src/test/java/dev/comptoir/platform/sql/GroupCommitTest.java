package dev.comptoir.platform.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Writes that arrive while a batch is under way are the next batch; no write is lost, doubled or starved. */
class GroupCommitTest {
    private final List<List<String>> batches = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch firstMayEnd = new CountDownLatch(1);
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final GroupCommit<String, String> group =
            new GroupCommit<>(3, write -> write.substring(0, 1), this::write, UncheckedIOException.class::isInstance);

    private final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());

    private List<Optional<String>> write(List<String> writes) {
        batches.add(writes);
        threads.add(Thread.currentThread());
        if (writes.contains("a-first")) {
            await(firstMayEnd);
        }
        if (writes.contains("y-away")) {
            throw new UncheckedIOException(new IOException("away"));
        }
        if (writes.contains("x-breaks")) {
            throw new IllegalStateException("broken");
        }
        return writes.stream()
                .map(write -> write.endsWith("alone") ? Optional.<String>empty() : Optional.of(write + " done"))
                .toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @AfterEach
    void end() {
        firstMayEnd.countDown();
        callers.close();
    }

    /** Starts the writes in this order, each after the one before is in the queue. */
    private List<Future<Optional<String>>> start(String... writes) {
        List<Future<Optional<String>>> outcomes = new ArrayList<>();
        for (String write : writes) {
            CompletableFuture<Thread> caller = new CompletableFuture<>();
            outcomes.add(callers.submit(() -> {
                caller.complete(Thread.currentThread());
                return group.write(write);
            }));
            Awaitility.await().until(() -> caller.join().getState() == Thread.State.WAITING);
        }
        return outcomes;
    }

    @Test
    void aWriteThatArrivesAloneIsABatchOfItsOwn() {
        assertThat(group.write("b")).contains("b done");
        assertThat(group.write("c")).contains("c done");
        assertThat(batches).containsExactly(List.of("b"), List.of("c"));
    }

    @Test
    void writesThatArriveMeanwhileAreTheNextBatchInTheirOrderUpToTheLimit() throws Exception {
        var outcomes = start("a-first", "b", "c", "d", "e");
        firstMayEnd.countDown();
        assertThat(outcomes.getLast().get()).contains("e done");
        assertThat(outcomes.get(1).get()).contains("b done");
        assertThat(batches).containsExactly(List.of("a-first"), List.of("b", "c", "d"), List.of("e"));
    }

    @Test
    void aBacklogDoesNotWaitForTheVirtualThreadsOfOtherRequests() throws Exception {
        var outcomes = start("a-first", "b");
        firstMayEnd.countDown();
        assertThat(outcomes.getLast().get()).contains("b done");
        assertThat(threads).extracting(Thread::isVirtual).containsExactly(true, false);
    }

    @Test
    void writesWithOneKeyFollowEachOtherAndHoldUpNoOther() throws Exception {
        var outcomes = start("a-first", "b1", "b2", "c", "d");
        firstMayEnd.countDown();
        assertThat(outcomes.get(2).get()).contains("b2 done");
        assertThat(batches).containsExactly(List.of("a-first"), List.of("b1", "c", "d"), List.of("b2"));
    }

    @Test
    void aBatchThatFailsLeavesEachOfItsWritesToBeTriedAlone() throws Exception {
        var outcomes = start("a-first", "x-breaks", "b");
        firstMayEnd.countDown();
        assertThat(outcomes.get(1).get()).isEmpty();
        assertThat(outcomes.get(2).get()).isEmpty();
        assertThat(group.write("c")).as("the next one").contains("c done");
    }

    @Test
    void aFailureThatConcernsAllEndsTheWritesThatWaitBehindTheBatchToo() throws Exception {
        var outcomes = start("a-first", "b", "y-away", "c", "d", "e");
        firstMayEnd.countDown();
        for (int write = 1; write < outcomes.size(); write++) {
            assertThatThrownBy(outcomes.get(write)::get).hasRootCauseMessage("away");
        }
        assertThat(batches).hasSize(2);
        assertThat(group.write("c")).as("the next one").contains("c done");
    }

    @Test
    void aWriteThatFailsAloneThrowsItsFailure() {
        assertThatThrownBy(() -> group.write("x-breaks")).hasMessage("broken");
        assertThat(group.write("c")).as("the next one").contains("c done");
    }

    @Test
    void aWriteThatItsBatchDidNotSettleIsTriedAloneAndItsNeighboursAreDone() throws Exception {
        var outcomes = start("a-first", "b-alone", "c");
        firstMayEnd.countDown();
        assertThat(outcomes.get(1).get()).isEmpty();
        assertThat(outcomes.get(2).get()).contains("c done");
    }

    @Test
    void anInterruptedCallerGetsTheOutcomeOfItsWriteAndStaysInterrupted() throws Exception {
        start("a-first");
        CompletableFuture<Thread> caller = new CompletableFuture<>();
        Future<Boolean> interrupted = callers.submit(() -> {
            caller.complete(Thread.currentThread());
            assertThat(group.write("b")).contains("b done");
            return Thread.currentThread().isInterrupted();
        });
        Awaitility.await().until(() -> caller.join().getState() == Thread.State.WAITING);
        caller.join().interrupt();
        firstMayEnd.countDown();
        assertThat(interrupted.get()).isTrue();
    }

    @Test
    void everyOneOfManyConcurrentWritesIsDoneOnce() throws Exception {
        firstMayEnd.countDown();
        List<Future<Optional<String>>> outcomes = new ArrayList<>();
        for (int write = 0; write < 5_000; write++) {
            String name = (char) ('b' + write % 20) + "-" + write;
            outcomes.add(callers.submit(() -> group.write(name)));
        }
        for (Future<Optional<String>> outcome : outcomes) {
            assertThat(outcome.get()).isPresent();
        }
        assertThat(batches.stream().flatMap(List::stream)).hasSize(5_000).doesNotHaveDuplicates();
        assertThat(batches).allSatisfy(batch -> assertThat(batch).hasSizeBetween(1, 3));
    }
}
