/** A board in ZooKeeper, its nodes laid out as TaskFlow's. Entry: ZookeeperJobboard. */
@NullMarked
package io.windlass.job.zookeeper;

import org.jspecify.annotations.NullMarked;
