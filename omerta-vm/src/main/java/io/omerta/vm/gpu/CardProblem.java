package io.omerta.vm.gpu;

import io.omerta.core.config.PciAddress;

/**
 * Why a card that the owner has named is not lent.
 *
 * @param reason one clause with the card as its subject, like "has the driver amdgpu"
 * @param hint a command or a step
 */
public record CardProblem(PciAddress card, String reason, String hint) {}
