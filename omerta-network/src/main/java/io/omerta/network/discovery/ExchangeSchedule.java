package io.omerta.network.discovery;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * When to ask whom: those that answer at the given interval, those that do not less and less often. A pure object; time as
 * in {@link AnnouncementTable}. Not safe for use by several threads.
 */
final class ExchangeSchedule {
    /** Of those that have answered before, and of bootstrap peers: they are likely to come back. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    /** Of those that never have: anybody can announce addresses that are not its own. */
    private static final Duration LONGEST_PAUSE_FOR_STRANGERS = Duration.ofMinutes(10);

    private static final int MAX_DOUBLINGS = 10;

    private static final class Plan {
        long dueAt;
        int failures;
        boolean hasAnswered;
        boolean asked;
    }

    private final Duration interval;
    private final Map<Target, Plan> plans = new HashMap<>();

    ExchangeSchedule(Duration interval) {
        this.interval = interval;
    }

    /** Known targets keep their plan. */
    void addNow(Target target, long now) {
        plans.computeIfAbsent(target, added -> {
            Plan plan = new Plan();
            plan.dueAt = now;
            return plan;
        });
    }

    void remove(Target target) {
        plans.remove(target);
    }

    Set<Target> targets() {
        return Set.copyOf(plans.keySet());
    }

    /** Asks everybody who has answered before not later than {@code at}. */
    void hurry(long at) {
        for (Plan plan : plans.values()) {
            if (plan.hasAnswered && plan.dueAt - at > 0) {
                plan.dueAt = at;
            }
        }
    }

    /** Those whose time has come; they are being asked until {@link #answered}, {@link #failed} or {@link #postpone}. */
    List<Target> takeDue(long now) {
        List<Target> due = plans.entrySet().stream()
                .filter(entry -> !entry.getValue().asked && entry.getValue().dueAt - now <= 0)
                .map(Map.Entry::getKey)
                .toList();
        due.forEach(target -> plan(target).asked = true);
        return due;
    }

    void answered(Target target, long now) {
        Plan plan = plan(target);
        plan.failures = 0;
        plan.hasAnswered = true;
        next(plan, now, interval);
    }

    void postpone(Target target, long now) {
        next(plan(target), now, interval);
    }

    void failed(Target target, long now) {
        Plan plan = plan(target);
        boolean trusted = plan.hasAnswered || target instanceof Target.Bootstrap;
        Duration longest = trusted ? LONGEST_PAUSE : LONGEST_PAUSE_FOR_STRANGERS;
        Duration pause = interval.multipliedBy(1L << Math.min(plan.failures, MAX_DOUBLINGS));
        plan.failures++;
        next(plan, now, pause.compareTo(longest) < 0 ? pause : longest);
    }

    /** Nanoseconds until somebody is due; empty if nobody will be. */
    OptionalLong untilNext(long now) {
        return plans.values().stream()
                .filter(plan -> !plan.asked)
                .mapToLong(plan -> Math.max(0, plan.dueAt - now))
                .min();
    }

    private static void next(Plan plan, long now, Duration pause) {
        plan.asked = false;
        plan.dueAt = now + pause.toNanos();
    }

    /** One that was removed while it was asked gets a plan that nobody sees. */
    private Plan plan(Target target) {
        return plans.getOrDefault(target, new Plan());
    }
}
