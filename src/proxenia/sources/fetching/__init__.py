"""Asking servers politely: few questions, patience, and every answer kept so that none is asked for twice."""
